package cloud.hanok.api.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A host on this machine that plays one of the internet, over real TLS; it is {@code localhost} to whoever trusts it. */
public final class HttpsHost implements AutoCloseable {
    /** Of keys. */
    public static final String PASSWORD = "changeit";

    private final HttpsServer server;
    private final SSLContext context;

    private HttpsHost(HttpsServer server, SSLContext context) {
        this.server = server;
        this.context = context;
    }

    /**
     * @param folder for its key
     * @param handler answers whatever is asked
     */
    public static HttpsHost start(Path folder, HttpHandler handler) throws Exception {
        SSLContext context = contextOf(key(folder));
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
        return new HttpsHost(server, context);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String at(String path) {
        return "https://localhost:" + port() + path;
    }

    /** Makes connections that trust this host and no other. */
    public SSLSocketFactory trusting() {
        return context.getSocketFactory();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Makes a key of {@code localhost} in this folder, with a certificate that it signed itself; {@link #PASSWORD} opens it. */
    public static Path key(Path folder) throws Exception {
        Path store = folder.resolve("host.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "host",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=host",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        return store;
    }

    /** Writes the certificate of such a key, in PEM, beside it. */
    public static Path certificate(Path store) throws Exception {
        byte[] encoded = keys(store).getCertificate("host").getEncoded();
        return Files.writeString(
                store.resolveSibling("host.pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END CERTIFICATE-----\n");
    }

    /** Makes connections that trust the host whose key is in this folder, and no other. */
    public static SSLSocketFactory trusting(Path folder) throws Exception {
        return contextOf(folder.resolve("host.p12")).getSocketFactory();
    }

    private static KeyStore keys(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static SSLContext contextOf(Path store) throws Exception {
        KeyStore keys = keys(store);
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("host", keys.getCertificate("host"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext both = SSLContext.getInstance("TLS");
        both.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return both;
    }
}
