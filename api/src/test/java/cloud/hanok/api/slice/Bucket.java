package cloud.hanok.api.slice;

import cloud.hanok.standalone.objects.S3Server;
import cloud.hanok.standalone.testing.OwnS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bucket of a real server that speaks S3: how a gateway is told of it, what lies in it, and what may happen to it. */
public final class Bucket implements AutoCloseable {
    static final String NAME = "content";

    private final Path folder;
    private final OwnS3 server;

    private Bucket(Path folder, OwnS3 server) {
        this.folder = folder;
        this.server = server;
        server.bucket(NAME);
    }

    /** @param identity of a server that speaks TLS */
    public static Bucket start(Path folder, S3Server.@Nullable Identity identity) {
        Path state = folder.resolve("s3");
        return new Bucket(folder, identity == null ? OwnS3.start(state) : OwnS3.startWithTls(state, identity));
    }

    /** What a gateway has to be told. */
    public Map<String, Object> settings() throws IOException {
        var settings = new HashMap<String, Object>();
        settings.put("hanok.files.s3.endpoint", server.endpoint().toString());
        settings.put("hanok.files.s3.bucket", NAME);
        settings.put("hanok.files.s3.access-key-file", file("key", server.accessKey()));
        settings.put("hanok.files.s3.secret-key-file", file("secret", server.secretKey()));
        return settings;
    }

    /** Writes a file that settings name. */
    String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** The objects of files that lie in it. */
    List<Path> objects() {
        Path files = server.bucket(NAME).resolve("files");
        return Files.isDirectory(files) ? all(files) : List.of();
    }

    /** Everything that lies in it, also what the server keeps for itself. */
    List<Path> all() {
        return all(server.bucket(NAME));
    }

    private static List<Path> all(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void kill() {
        server.kill();
    }

    void resume() {
        server.resume();
    }

    /** It takes connections and says nothing. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** It goes on where it was. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String which) throws IOException, InterruptedException {
        int ended = new ProcessBuilder(
                        "kill", which, Long.toString(server.process().pid()))
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IOException("kill " + which + " ended with " + ended);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
