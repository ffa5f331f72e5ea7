package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.RunningServer;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.api.tls.TestIdentity;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.id.RequestId;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The byte path behind TLS, in HTTP/1.1 and HTTP/2, in Micronaut's own pipelines; and its certificate, while it changes. */
class TlsListenerTest {
    private static final Duration GONE_LIMIT = Duration.ofMillis(500);

    @TempDir
    static Path folder;

    private static GatewayBed bed;
    private static ScriptedEngine engine;
    private static RunningServer server;
    private static SSLContext trusting;
    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void start() throws Exception {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        use(identity("first"));
        trusting = TestIdentity.trustingEverybody();
        engine = ScriptedEngine.start(0);
        bed = new GatewayBed(folder.resolve("bed"), GatewaySettings.DEFAULTS);
        bed.serve(EngineKind.LLAMA_CPP, engine.port());
        server = RunningServer.start(Map.of(
                "hanok.data-dir", folder.resolve("data").toString(),
                "hanok.tls.certificate-file", certificate.toString(),
                "hanok.tls.key-file", key.toString(),
                "hanok.tls.check-interval", "100ms"));
        server.context().getBean(GatewayDoor.class).open(bed.gateway);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        bed.close();
        engine.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionAnswersWholeStreamsBodiesAndErrors(Version version) throws Exception {
        HttpClient client = client(version);
        HttpResponse<String> stream = client.send(chat("{\"tokens\":31}", true), BodyHandlers.ofString());
        assertThat(stream.version()).isEqualTo(version);
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(stream.headers().firstValue("x-accel-buffering")).hasValue("no");
        assertThat(stream.headers().firstValue("content-encoding")).isEmpty();
        assertThat(stream.body().lines().filter(line -> line.contains("\"content\":\"")))
                .hasSizeGreaterThanOrEqualTo(31);
        assertThat(stream.body()).endsWith("data: [DONE]\n\n");

        HttpResponse<String> body = client.send(chat("{\"tokens\":9}", false), BodyHandlers.ofString());
        assertThat(body.statusCode()).isEqualTo(200);
        assertThat(body.body()).contains("\"completion_tokens\":9");

        HttpRequest wrong = HttpRequest.newBuilder(uri(GatewayRoutes.CHAT_COMPLETIONS))
                .header("content-type", "text/plain")
                .POST(BodyPublishers.ofString("hello"))
                .build();
        HttpResponse<String> refused = client.send(wrong, BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(refused.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
        HttpResponse<String> beside =
                client.send(HttpRequest.newBuilder(uri("/health/liveness")).build(), BodyHandlers.ofString());
        assertThat(beside.statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamThatIsResetEndsItsEngineAndNoOtherStreamOfItsConnection() throws Exception {
        HttpClient client = client(Version.HTTP_2);
        client.send(chat("{\"tokens\":1}", false), BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> other = client.sendAsync(
                chat("{\"name\":\"stays\",\"tokens\":40,\"gapMillis\":20}", true), BodyHandlers.ofString());
        HttpResponse<InputStream> leaves = client.send(
                chat("{\"name\":\"leaves\",\"tokens\":2000,\"gapMillis\":5}", true), BodyHandlers.ofInputStream());
        assertThat(leaves.version()).isEqualTo(Version.HTTP_2);
        assertThat(leaves.body().readNBytes(2_000)).hasSize(2_000);
        long leftNanos = System.nanoTime();
        leaves.body().close();
        await(() -> seen("leaves").outcome() == ScriptedRequest.Outcome.ABORTED);
        Duration gone = Duration.ofNanos(System.nanoTime() - leftNanos);
        System.out.printf("HTTP/2 stream reset: the engine was closed after %d ms%n", gone.toMillis());
        assertThat(gone).isLessThanOrEqualTo(GONE_LIMIT);
        assertThat(other.join().body()).endsWith("data: [DONE]\n\n");

        String id = leaves.headers().firstValue("x-request-id").orElseThrow();
        JournalEntry.Ending ending = bed.settled(RequestId.parse(id)).ending();
        assertThat(ending.outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(ending.partial()).isTrue();
    }

    @Test
    void aChangedCertificateHoldsForNewConnectionsAndABadOneIsNotTaken() throws Exception {
        use(identity("before"));
        await(() -> subject().equals("CN=before"));
        HttpClient standing = client(Version.HTTP_2);
        CompletableFuture<HttpResponse<String>> running =
                standing.sendAsync(chat("{\"tokens\":30,\"gapMillis\":40}", true), BodyHandlers.ofString());
        long changedNanos = System.nanoTime();
        use(identity("after"));
        await(() -> subject().equals("CN=after"));
        System.out.printf(
                "a changed certificate: used after %d ms%n",
                Duration.ofNanos(System.nanoTime() - changedNanos).toMillis());
        assertThat(running.join().body()).endsWith("data: [DONE]\n\n");

        double refused = refused();
        Files.copy(identity("other").resolve("tls.key"), key, StandardCopyOption.REPLACE_EXISTING);
        await(() -> refused() > refused);
        assertThat(subject()).isEqualTo("CN=after");
        Files.writeString(certificate, "no certificate");
        await(() -> refused() > refused + 1);
        assertThat(subject()).isEqualTo("CN=after");
    }

    private static double refused() {
        return server.context()
                .getBean(MeterRegistry.class)
                .get("hanok.tls.certificate.changes")
                .tag("result", "refused")
                .counter()
                .count();
    }

    private static ScriptedRequest seen(String name) {
        return engine.requests().stream()
                .filter(request -> request.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Of the certificate that a new connection is shown. */
    private static String subject() {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void use(Path identity) throws IOException {
        for (Path file : List.of(certificate, key)) {
            Path next = folder.resolve("next");
            Files.copy(identity.resolve(file.getFileName()), next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A new certificate and its key, in a folder of their own. */
    private static Path identity(String name) {
        return TestIdentity.make(folder, name).folder();
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder().version(version).sslContext(trusting).build();
    }

    private static URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.port() + path);
    }

    private static HttpRequest chat(String script, boolean stream) {
        String content = ("{\"script\":" + script + "}").replace("\"", "\\\"");
        return HttpRequest.newBuilder(uri(GatewayRoutes.CHAT_COMPLETIONS))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .header("accept-encoding", "gzip, br")
                .header("authorization", "Bearer " + GatewayBed.KEY)
                .POST(BodyPublishers.ofString("{\"model\":\"" + GatewayBed.MODEL + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]}"))
                .build();
    }

    private static void await(BooleanSupplier condition) {
        long sinceNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - sinceNanos)).isLessThan(Duration.ofSeconds(10));
            LockSupport.parkNanos(2_000_000);
        }
    }
}
