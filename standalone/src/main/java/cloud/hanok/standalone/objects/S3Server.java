package cloud.hanok.standalone.objects;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.parts.MavenParts;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One S3Proxy on loopback: the protocol of S3, whose signatures it checks, before a folder. A bucket is a folder of
 * {@link #bucket(String)}.
 */
public final class S3Server extends Dependency {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final int SECRET_BYTES = 20;
    private static final String IDENTITY = "hanok";
    private static final String SECRET = "secret-key";
    private static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m");

    private final Optional<Identity> identity;

    /**
     * Who it is to those who connect by TLS.
     *
     * @param store its key and certificate, in PKCS12
     * @param password that opens it
     */
    public record Identity(Path store, String password) {}

    /**
     * @param state the folder of this server alone
     * @param identity of one that speaks TLS; empty: plain HTTP
     */
    public S3Server(Machine machine, StateDirectory state, Optional<Identity> identity) {
        super("s3", machine, state, new Limits(Duration.ofMinutes(1), Duration.ofSeconds(10)));
        this.identity = identity;
    }

    /** Where it listens. */
    public URI endpoint() {
        int port = ports().port("http");
        return URI.create(identity.isPresent() ? "https://localhost:" + port : "http://127.0.0.1:" + port);
    }

    /** The key's id. */
    public String accessKey() {
        return IDENTITY;
    }

    /** The key, drawn once. */
    public String secretKey() {
        return state().read(SECRET).orElseGet(this::draw);
    }

    /** The folder of a bucket, which is made. */
    public Path bucket(String name) {
        return state().child("data").child(name).path();
    }

    @Override
    protected ProcessBuilder command() {
        Path jars = new MavenParts(machine().parts()).s3Jars();
        ports().requireFree("http");
        Path configuration = state().write(
                        "s3proxy.conf",
                        Resource.text(S3Server.class, "s3proxy.conf")
                                .replace("${listener}", listener())
                                .replace("${identity}", IDENTITY)
                                .replace("${credential}", secretKey())
                                .replace("${data}", state().child("data").path().toString()));
        Path logging = state().write("logback.xml", Resource.text(S3Server.class, "logback.xml"));
        return new ProcessBuilder(java(
                        withLogging(logging),
                        List.of(jars.resolve("*")),
                        "org.gaul.s3proxy.Main",
                        List.of("--properties", configuration.toString())))
                .directory(state().path().toFile());
    }

    private String listener() {
        int port = ports().port("http");
        return identity.map(own -> "s3proxy.secure-endpoint=https://127.0.0.1:" + port + "\ns3proxy.keystore-path="
                        + own.store() + "\ns3proxy.keystore-password=" + own.password())
                .orElse("s3proxy.endpoint=http://127.0.0.1:" + port);
    }

    @Override
    protected Probe probe() {
        return this::listens;
    }

    private static List<String> withLogging(Path file) {
        return Stream.concat(JVM_OPTIONS.stream(), Stream.of("-Dlogback.configurationFile=" + file))
                .toList();
    }

    private String draw() {
        byte[] secret = new byte[SECRET_BYTES];
        machine().random().nextBytes(secret);
        state().write(SECRET, HexFormat.of().formatHex(secret));
        return HexFormat.of().formatHex(secret);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports().port("http")), (int)
                    PROBE_LIMIT.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
