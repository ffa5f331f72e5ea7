package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.objects.S3Server;
import cloud.hanok.standalone.process.StateDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A store of a test alone that speaks S3, which it may freeze, stop and start; closing it ends it. */
public final class OwnS3 implements AutoCloseable {
    private final S3Server server;

    private OwnS3(S3Server server) {
        this.server = server;
    }

    /** Starts one. */
    public static OwnS3 start(Path folder) {
        return start(folder, Optional.empty());
    }

    /** Starts one that speaks TLS, as {@code localhost}. */
    public static OwnS3 startWithTls(Path folder, S3Server.Identity identity) {
        return start(folder, Optional.of(identity));
    }

    private static OwnS3 start(Path folder, Optional<S3Server.Identity> identity) {
        OwnS3 own = new OwnS3(new S3Server(SharedDependencies.state().machine(), new StateDirectory(folder), identity));
        own.resume();
        return own;
    }

    /** Where it listens. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** The key's id. */
    public String accessKey() {
        return server.accessKey();
    }

    /** The key. */
    public String secretKey() {
        return server.secretKey();
    }

    /** The folder of a bucket, which is made: what lies there the bucket has. */
    public Path bucket(String name) {
        return server.bucket(name);
    }

    /** Its process, for tests that freeze it. */
    public ProcessHandle process() {
        return server.running().orElseThrow(() -> new IllegalStateException("the store ended"));
    }

    /** Ends it as a power cut would. */
    public void kill() {
        server.kill();
    }

    /** Starts it, if need be, and waits until it can be used. */
    public void resume() {
        server.start();
    }

    @Override
    public void close() {
        server.kill();
    }
}
