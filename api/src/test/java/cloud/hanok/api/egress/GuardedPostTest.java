package cloud.hanok.api.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sending to a host on this machine that plays one of the internet, over real TLS. */
class GuardedPostTest {
    private static final Predicate<InetAddress> ANY = address -> true;
    private static final byte[] BODY = "{\"말\":1}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path folder;

    private static HttpsHost host;
    private static final CountDownLatch HANGS = new CountDownLatch(1);
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        host = HttpsHost.start(folder, GuardedPostTest::answer);
    }

    @AfterAll
    static void stop() {
        HANGS.countDown();
        host.close();
    }

    @BeforeEach
    void nothingAsked() {
        ASKED.clear();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        ASKED.add(exchange.getRequestMethod() + " " + path + " "
                + exchange.getRequestHeaders().getFirst("webhook-id") + " "
                + exchange.getRequestHeaders().getFirst("host") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        switch (exchange.getRequestURI().getPath()) {
            case "/away" -> {
                exchange.getResponseHeaders().set("location", host.at("/elsewhere"));
                exchange.sendResponseHeaders(307, -1);
            }
            case "/endless" -> {
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream out = exchange.getResponseBody()) {
                    for (int i = 0; i < 10_000; i++) {
                        out.write(new byte[100_000]);
                    }
                } catch (IOException reader) {
                    // Nobody reads that much.
                }
            }
            case "/hangs" -> {
                try {
                    HANGS.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            case "/fails" -> exchange.sendResponseHeaders(503, -1);
            default -> exchange.sendResponseHeaders(204, -1);
        }
        exchange.close();
    }

    private static GuardedPost post(Predicate<InetAddress> addresses, Duration timeout) {
        return new GuardedPost(new PostSettings(timeout, addresses, port -> true), host.trusting());
    }

    private static int status(String path) throws Exception {
        return post(ANY, Duration.ofSeconds(10)).post(host.at(path), Map.of("webhook-id", "evt_1"), BODY);
    }

    @ParameterizedTest
    @CsvSource({"/hook?token=1,204", "/fails,503", "/endless,200", "/away,307"})
    void theStatusIsReadAndNothingElseIsFollowed(String path, int status) throws Exception {
        long begun = System.nanoTime();
        assertThat(status(path)).isEqualTo(status);
        assertThat(ASKED).containsExactly("POST " + path + " evt_1 localhost:" + host.port() + " {\"말\":1}");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aHostThatHangsIsNotWaitedFor() {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> post(ANY, Duration.ofMillis(700)).post(host.at("/hangs"), Map.of(), BODY))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aHostThatIsSomebodyElseIsNotBelieved() {
        GuardedPost doubting =
                new GuardedPost(new PostSettings(Duration.ofSeconds(5), ANY, port -> true), (SSLSocketFactory)
                        SSLSocketFactory.getDefault());
        assertThatThrownBy(() -> doubting.post(host.at("/hook"), Map.of(), BODY))
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> post(ANY, Duration.ofSeconds(5))
                        .post("https://127.0.0.1:" + host.port() + "/hook", Map.of(), BODY))
                .isInstanceOf(SSLException.class);
        assertThat(ASKED).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/hook,BAD_ADDRESS",
        "https://user:word@example.com/hook,BAD_ADDRESS",
        "https://1.1.1.1:22/hook,BAD_ADDRESS",
        "no address,BAD_ADDRESS",
        "https://localhost/hook,NOT_PUBLIC",
        "https://127.0.0.1/hook,NOT_PUBLIC",
        "https://10.1.2.3/hook,NOT_PUBLIC",
        "https://172.16.0.1/hook,NOT_PUBLIC",
        "https://192.168.0.1/hook,NOT_PUBLIC",
        "https://169.254.169.254/latest/meta-data,NOT_PUBLIC",
        "https://[::1]/hook,NOT_PUBLIC",
        "https://[fd00::1]/hook,NOT_PUBLIC",
        "https://[::ffff:10.0.0.1]/hook,NOT_PUBLIC",
        "https://2130706433/hook,NOT_PUBLIC",
        "https://no-such-host.invalid/hook,NOT_PUBLIC"
    })
    void addressesThatAreNoneOfThePublicInternetAreRefusedBeforeAndAtSending(String address, FetchRefusal why) {
        var outside = new GuardedPost(PostSettings.outside(Duration.ofSeconds(5)), host.trusting());
        assertThatThrownBy(() -> outside.check(address))
                .isInstanceOfSatisfying(
                        FetchRefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(why));
        assertThatThrownBy(() -> outside.post(address, Map.of(), BODY))
                .isInstanceOfSatisfying(
                        FetchRefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(why));
        assertThat(ASKED).isEmpty();
    }

    /** What a name stands for may change between two looks: it is judged at each, and the judged address is called. */
    @Test
    void anAddressThatWasPublicAndLeadsInsideLaterIsRefusedThen() throws Exception {
        boolean[] inside = {false};
        GuardedPost post = post(address -> !inside[0], Duration.ofSeconds(5));
        post.check(host.at("/hook"));
        assertThat(post.post(host.at("/hook"), Map.of("webhook-id", "evt_1"), BODY))
                .isEqualTo(204);
        inside[0] = true;
        assertThatThrownBy(() -> post.post(host.at("/hook"), Map.of(), BODY)).isInstanceOf(FetchRefusedException.class);
        assertThat(ASKED).hasSize(1);
    }
}
