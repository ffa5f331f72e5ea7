package cloud.hanok.api.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.net.PublicAddresses;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fetching from a host on this machine that plays one of the internet, over real TLS. */
class GuardedFetchTest {
    private static final byte[] IMAGE = new byte[70_000];
    private static final Predicate<InetAddress> ANY = address -> true;

    @TempDir
    static Path folder;

    private static HttpsHost host;
    private static final CountDownLatch HANGS = new CountDownLatch(1);
    private static final AtomicInteger ASKED = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        Arrays.fill(IMAGE, (byte) 7);
        host = HttpsHost.start(folder, GuardedFetchTest::answer);
    }

    @AfterAll
    static void stop() {
        HANGS.countDown();
        host.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        ASKED.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("content-type", path.equals("/page") ? "text/html" : "image/png; q=1");
        switch (path) {
            case "/image", "/page" -> send(exchange, IMAGE.length);
            case "/chunked" -> send(exchange, 0);
            case "/once" -> redirect(exchange, "/image");
            case "/inside" -> redirect(exchange, "https://169.254.169.254/latest/meta-data");
            case "/plain" -> redirect(exchange, "http://localhost/image");
            case "/circle" -> redirect(exchange, "/circle");
            case "/large" -> {
                exchange.sendResponseHeaders(200, 0);
                try (var out = exchange.getResponseBody()) {
                    for (int i = 0; i < 100; i++) {
                        out.write(IMAGE);
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
                exchange.close();
            }
            default -> exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, int length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        exchange.getResponseBody().write(IMAGE);
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static GuardedFetch fetch(Predicate<InetAddress> addresses, Duration timeout) {
        return new GuardedFetch(
                new FetchSettings(1 << 20, Set.of("image/png"), timeout, 3, 2, addresses, port -> true),
                host.trusting());
    }

    private static String at(String path) {
        return host.at(path);
    }

    @ParameterizedTest
    @CsvSource({"/image", "/chunked", "/once"})
    void aFileIsFetchedWhole(String path) throws Exception {
        GuardedFetch.Fetched file = fetch(ANY, Duration.ofSeconds(10)).fetch(at(path));
        assertThat(file.mediaType()).isEqualTo("image/png");
        assertThat(file.bytes()).isEqualTo(IMAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "/missing,BAD_STATUS",
        "/page,WRONG_TYPE",
        "/large,TOO_LARGE",
        "/circle,TOO_MANY_REDIRECTS",
        "/plain,BAD_ADDRESS"
    })
    void whatMayNotBeHadIsRefused(String path, FetchRefusal why) {
        assertRefused(fetch(ANY, Duration.ofSeconds(10)), at(path), why);
    }

    @Test
    void aRedirectInsideIsJudgedLikeTheFirstAddress() {
        Predicate<InetAddress> loopbackOrPublic =
                address -> address.isLoopbackAddress() || PublicAddresses.contains(address);
        assertRefused(fetch(loopbackOrPublic, Duration.ofSeconds(10)), at("/inside"), FetchRefusal.NOT_PUBLIC);
    }

    @Test
    void aHostThatHangsIsNotWaitedFor() {
        long startNanos = System.nanoTime();
        assertRefused(fetch(ANY, Duration.ofMillis(700)), at("/hangs"), FetchRefusal.TOO_LATE);
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aHostIsCalledAtTheAddressThatWasJudgedAndByItsNameOnly() throws Exception {
        // The certificate is for localhost: the same host by another name is somebody else.
        assertRefused(
                fetch(ANY, Duration.ofSeconds(10)), "https://127.0.0.1:" + host.port() + "/image", FetchRefusal.FAILED);
        assertRefused(
                new GuardedFetch(
                        new FetchSettings(
                                1 << 20, Set.of("image/png"), Duration.ofSeconds(10), 3, 2, ANY, port -> true),
                        (SSLSocketFactory) SSLSocketFactory.getDefault()),
                at("/image"),
                FetchRefusal.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/a.png,BAD_ADDRESS",
        "ftp://example.com/a.png,BAD_ADDRESS",
        "https://user@example.com/a.png,BAD_ADDRESS",
        "https:///a.png,BAD_ADDRESS",
        "https://example.com:22/a.png,BAD_ADDRESS",
        "file:///etc/passwd,BAD_ADDRESS",
        "no address,BAD_ADDRESS",
        "https://localhost/a.png,NOT_PUBLIC",
        "https://127.0.0.1/a.png,NOT_PUBLIC",
        "https://2130706433/a.png,NOT_PUBLIC",
        "https://0x7f000001/a.png,NOT_PUBLIC",
        "https://[::1]/a.png,NOT_PUBLIC",
        "https://[::ffff:169.254.169.254]/a.png,NOT_PUBLIC",
        "https://169.254.169.254/latest,NOT_PUBLIC",
        "https://no-such-host.invalid/a.png,NOT_PUBLIC"
    })
    void addressesThatAreNoneOfThePublicInternetAreNotCalled(String address, FetchRefusal why) {
        int before = ASKED.get();
        assertRefused(
                new GuardedFetch(FetchSettings.images(1 << 20, Duration.ofSeconds(5)), host.trusting()), address, why);
        assertThat(ASKED.get()).isEqualTo(before);
    }

    private static void assertRefused(GuardedFetch fetch, String address, FetchRefusal why) {
        assertThatThrownBy(() -> fetch.fetch(address))
                .isInstanceOfSatisfying(
                        FetchRefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(why));
        assertThat(List.of(why.english(), why.korean())).noneMatch(String::isBlank);
    }
}
