package cloud.hanok.registry.version;

import cloud.hanok.platform.id.ModelId;
import cloud.hanok.platform.id.ModelVersionId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports this process has begun and not ended, one small file each, so that the process after a crash finishes them or
 * says why it cannot. The folder lies on the machine that has the source files, hence not in Cassandra.
 */
final class PendingImports {
    private static final Logger LOG = LoggerFactory.getLogger(PendingImports.class);

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();

    PendingImports(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /**
     * One import.
     *
     * @param id of the version it makes
     * @param model of that version
     * @param version its name
     * @param source real path of the file
     */
    record PendingImport(ModelVersionId id, ModelId model, String version, Path source) {}

    /** Notes an import. Again, after it could not be recorded: the same note. */
    void begin(PendingImport pending) throws IOException {
        Line line = new Line(
                pending.id().text(),
                pending.model().text(),
                pending.version(),
                pending.source().toString());
        Files.write(
                file(pending.id()),
                json.writeValueAsBytes(line),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
    }

    void end(ModelVersionId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            LOG.warn("the note of import {} stays; it is removed at the next start", id, e);
        }
    }

    List<PendingImport> list() throws IOException {
        List<PendingImport> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try {
                    Line line = json.readValue(file.toFile(), Line.class);
                    found.add(new PendingImport(
                            ModelVersionId.parse(line.id()),
                            ModelId.parse(line.model()),
                            line.version(),
                            Path.of(line.source())));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    // Written half when the machine died, so before anything else of that import was.
                    LOG.warn("the note of an import is damaged and removed: {}", file, e);
                    Files.delete(file);
                }
            }
        }
        return found;
    }

    private Path file(ModelVersionId id) {
        return folder.resolve(id.text() + ".json");
    }

    private record Line(String id, String model, String version, String source) {}
}
