package cloud.hanok.cluster.driver;

import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ReplicaId;
import cloud.hanok.platform.secret.Secret;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept on disk of a deployment's engine, for the process that comes after a crash: pid, port, key, log. */
record EngineFolder(Path path) {
    /** A log that grew beyond this is moved aside; with the one before it, an engine has twice this. */
    static final long MAX_LOG_BYTES = 16L * 1024 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Logger LOG = LoggerFactory.getLogger(EngineFolder.class);

    /** The folder of a deployment, which is made when it is missing. */
    static EngineFolder of(Path engines, DeploymentId deployment) throws IOException {
        return new EngineFolder(Files.createDirectories(
                engines.resolve(deployment.text()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    /** All folders there are. */
    static List<EngineFolder> all(Path engines) throws IOException {
        if (!Files.isDirectory(engines)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(engines)) {
            return folders.filter(Files::isDirectory).map(EngineFolder::new).toList();
        }
    }

    /**
     * A started engine.
     *
     * @param replica that stands for it
     * @param process which process it is
     * @param port it listens on
     */
    record Started(ReplicaId replica, EngineProcess process, int port) {}

    /** The deployment whose folder this is, if its name is an id. */
    Optional<DeploymentId> deployment() {
        try {
            return Optional.of(DeploymentId.parse(String.valueOf(path.getFileName())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Path logFile() {
        return path.resolve("engine.log");
    }

    /**
     * What the log has from a place on.
     *
     * @param after where the part before ended, or a negative number for the log's end; beyond the log, which has begun anew since then, is its
     *     beginning
     * @throws IOException when it cannot be read
     */
    EngineLog log(long after) throws IOException {
        if (!Files.exists(logFile())) {
            return new EngineLog("", 0, 0);
        }
        try (FileChannel channel = FileChannel.open(logFile(), StandardOpenOption.READ)) {
            long size = channel.size();
            boolean tail = after < 0;
            long from = tail ? Math.max(0, size - EngineLog.TAIL_BYTES) : after > size ? 0 : after;
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(EngineLog.MOST_BYTES, size - from));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
            int begin = tail && from > 0 ? lineEnd(bytes, 0, bytes.position()) : 0;
            int end = lastLineEnd(bytes);
            if (end <= begin) {
                // A line that is longer than a part is cut; one that is not whole yet is waited for.
                end = bytes.position() == EngineLog.MOST_BYTES ? bytes.position() : begin;
            }
            String text = new String(bytes.array(), begin, end - begin, StandardCharsets.UTF_8);
            return new EngineLog(text, from + begin, from + end);
        }
    }

    /** Behind the first line end, or the beginning where there is none. */
    private static int lineEnd(ByteBuffer bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes.get(at) == '\n') {
                return at + 1;
            }
        }
        return from;
    }

    private static int lastLineEnd(ByteBuffer bytes) {
        for (int at = bytes.position(); at > 0; at--) {
            if (bytes.get(at - 1) == '\n') {
                return at;
            }
        }
        return 0;
    }

    Path keyFile() {
        return path.resolve("api-key");
    }

    /** Keeps what finds the engine again. Written whole or not at all. */
    void keep(Started started) throws IOException {
        Line line = new Line(
                started.replica().text(),
                started.process().pid(),
                started.process().startedAt().toEpochMilli(),
                started.port());
        Path aside = path.resolve("engine.json.new");
        Files.write(aside, new ObjectMapper().writeValueAsBytes(line));
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(aside, stateFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The engine that was started last, if it can be read. */
    Optional<Started> kept() {
        try {
            if (!Files.exists(stateFile())) {
                return Optional.empty();
            }
            Line line = new ObjectMapper().readValue(stateFile().toFile(), Line.class);
            return Optional.of(new Started(
                    ReplicaId.parse(line.replica()),
                    new EngineProcess(line.pid(), Instant.ofEpochMilli(line.startedAtMillis())),
                    line.port()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} is damaged; an engine it named is not found again", stateFile(), e);
            return Optional.empty();
        }
    }

    /** Keeps the engine's key, readable by this user alone from its first moment. */
    void keepKey(Secret key) throws IOException {
        Files.deleteIfExists(keyFile());
        Files.createFile(keyFile(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(keyFile(), key.reveal());
    }

    /** The key of the engine that was started last, if it can be read. */
    Optional<Secret> key() {
        try {
            return Optional.of(Files.readString(keyFile()).strip())
                    .filter(key -> !key.isEmpty())
                    .map(Secret::new);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Keeps the log within its bound. The engine appends, so that it goes on at the new beginning. */
    void boundLog() {
        try {
            if (Files.exists(logFile()) && Files.size(logFile()) > MAX_LOG_BYTES) {
                Files.copy(logFile(), path.resolve("engine.log.1"), StandardCopyOption.REPLACE_EXISTING);
                FileChannel.open(logFile(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        } catch (IOException e) {
            LOG.warn("the log {} cannot be kept within its bound", logFile(), e);
        }
    }

    /** Forgets the engine and its key. The log stays for whoever asks why. */
    void forget() {
        try {
            Files.deleteIfExists(stateFile());
            Files.deleteIfExists(keyFile());
        } catch (IOException e) {
            LOG.warn("what is kept of an engine cannot be removed: {}", path, e);
        }
    }

    /** Removes everything. */
    void remove() {
        try (Stream<Path> files = Files.list(path)) {
            List<Path> all = new ArrayList<>(files.toList());
            all.add(path);
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("the folder of an engine cannot be removed: {}", path, e);
        }
    }

    private Path stateFile() {
        return path.resolve("engine.json");
    }

    private record Line(String replica, long pid, long startedAtMillis, int port) {}
}
