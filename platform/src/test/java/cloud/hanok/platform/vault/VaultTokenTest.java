package cloud.hanok.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real server cannot be made to do in a test that others share: end tokens, seal itself, fall silent. */
class VaultTokenTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private volatile Instant now = Instant.parse("2026-11-22T00:00:00Z");
    private volatile String valid = "";
    private volatile int logins;
    private volatile boolean renewable = true;
    private volatile boolean sealed;
    private volatile boolean silent;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final HttpServer server = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        silence.countDown();
        server.stop(0);
    }

    @Test
    void aTokenIsRenewedAtHalfItsLifeAndNotBefore() {
        Vault vault = login();
        now = now.plusSeconds(1_700);
        vault.readSecret("hanok/x");
        now = now.plusSeconds(200);
        vault.readSecret("hanok/x");
        vault.readSecret("hanok/x");

        assertThat(calls)
                .containsExactly(
                        "auth/approle/login", "hanok/data/x", "auth/token/renew-self", "hanok/data/x", "hanok/data/x");
    }

    @Test
    void aTokenThatCannotBeRenewedOrHasEndedIsReplacedByALogin() {
        Vault vault = login();
        renewable = false;
        now = now.plusSeconds(1_900);
        vault.readSecret("hanok/x");
        now = now.plusSeconds(4_000);
        vault.readSecret("hanok/x");

        assertThat(logins).isEqualTo(3);
    }

    @Test
    void aTokenRevokedBeforeItsTimeCostsOneMoreLogin() {
        Vault vault = login();
        valid = "somebody else";

        assertThat(vault.readSecret("hanok/x")).isPresent();
        assertThat(logins).isEqualTo(2);
    }

    @Test
    void aSealedServerIsUnavailableAndNotReachable() {
        Vault vault = login();
        sealed = true;

        assertThatThrownBy(() -> vault.readSecret("hanok/x"))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("sealed");
        assertThat(vault.reachable()).isFalse();
        assertThatThrownBy(this::login).isInstanceOf(VaultUnavailableException.class);
        now = now.plusSeconds(1_900);
        assertThatThrownBy(() -> vault.sign("k", new byte[1])).isInstanceOf(VaultUnavailableException.class);

        sealed = false;
        assertThat(vault.readSecret("hanok/x")).isPresent();
    }

    @Test
    void aServerThatFallsSilentIsUnavailableWithinTheTimeout() {
        Vault vault = login();
        silent = true;
        long startNanos = System.nanoTime();

        assertThatThrownBy(() -> vault.readSecret("hanok/x")).isInstanceOf(VaultUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aServerThatIsGoneIsUnavailable() {
        Vault vault = login();
        server.stop(0);

        assertThatThrownBy(() -> vault.readSecret("hanok/x")).isInstanceOf(VaultUnavailableException.class);
        assertThat(vault.reachable()).isFalse();
    }

    private Vault login() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        return Vault.login(new VaultSettings(address, "role", "secret", Duration.ofSeconds(1)), clock);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/v1/".length());
        calls.add(path);
        try {
            if (silent) {
                silence.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (sealed) {
            send(exchange, 503, "{\"errors\":[\"Vault is sealed\"]}");
            return;
        }
        boolean known = valid.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
        switch (path) {
            case "auth/approle/login" -> {
                logins++;
                valid = "t" + logins;
                send(exchange, 200, auth());
            }
            case "auth/token/renew-self" ->
                send(exchange, known && renewable ? 200 : 400, known && renewable ? auth() : "{}");
            default ->
                send(exchange, known ? 200 : 403, known ? "{\"data\":{\"data\":{\"a\":\"1\"},\"metadata\":{}}}" : "{}");
        }
    }

    private String auth() {
        return "{\"renewable\":false,\"lease_duration\":0,\"lease_id\":\"\",\"auth\":{\"client_token\":\"" + valid
                + "\",\"lease_duration\":3600,\"renewable\":true,"
                + "\"policies\":[],\"token_policies\":[],\"accessor\":\"a\",\"metadata\":{}}}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
