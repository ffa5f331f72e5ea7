package cloud.hanok.standalone.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The digests of a part's files as they were when it was made, in the form of {@code sha256sum}. */
final class Seal {
    private static final String FILE = ".sha256";
    private static final String BETWEEN = "  ";

    private Seal() {}

    /** Writes down the digests of all files in a folder. */
    static void put(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList()) {
                lines.add(Sha256.of(file) + BETWEEN + folder.relativize(file));
            }
        }
        Files.write(folder.resolve(FILE), lines);
    }

    /** The files that are gone or no longer the same. Files that came later do not count: Python lays down its own. */
    static List<Path> broken(Path folder) throws IOException {
        List<Path> broken = new ArrayList<>();
        Path seal = folder.resolve(FILE);
        for (String line : Files.exists(seal) ? Files.readAllLines(seal) : List.<String>of()) {
            String[] parts = line.split(BETWEEN, 2);
            Path file = folder.resolve(parts[parts.length - 1]);
            if (!Files.isRegularFile(file) || !Sha256.of(file).equals(parts[0])) {
                broken.add(file);
            }
        }
        return broken;
    }
}
