package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.journal.JournalRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that read slowly, send slowly, send too much, or are too many; and the process that ends under them. */
class BadClientsTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int ENDLESS_TOKENS = 100_000;
    private static final int MOST_SENT_MEBIBYTES = 1_000;

    @TempDir
    Path folder;

    private GatewayBed bed;
    private ScriptedEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = ScriptedEngine.start(0);
        bed = new GatewayBed(folder, GatewaySettings.DEFAULTS.with(change -> {
            change.slowReaderPatience = SHORT;
            change.headTimeout = SHORT;
            change.bodyTimeout = SHORT;
            change.drainTimeout = Duration.ofMillis(1_500);
        }));
        bed.serve(EngineKind.LLAMA_CPP, engine.port());
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
        engine.close();
    }

    @Test
    void aStreamIsHeldBackAtTheEngineAndThenCutWhenItsReaderDoesNotRead() throws Exception {
        try (Socket client = connect(4 << 10)) {
            send(client, whole(body("{\\\"tokens\\\":" + ENDLESS_TOKENS + "}", true)));
            assertThat(client.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            long sinceNanos = System.nanoTime();

            JournalEntry settled = settled(bed.records(2));
            long cutMillis = millisSince(sinceNanos);
            assertThat(settled.ending().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
            assertThat(settled.ending().partial()).isTrue();
            await(() -> engine.requests().getFirst().outcome() == ScriptedRequest.Outcome.ABORTED);
            long generated = engine.requests().getFirst().tokens();
            assertThat(settled.ending().usage().outputTokens()).isPositive().isLessThan(generated + 1);
            assertThat(generated).as("the engine was held back").isLessThan(ENDLESS_TOKENS);
            System.out.printf(
                    "a reader that does not read: cut after %d ms, billed %d tokens, the engine wrote %d of %d%n",
                    cutMillis, settled.ending().usage().outputTokens(), generated, ENDLESS_TOKENS);
        }
    }

    @Test
    void aHeadThatTricklesIsToldSo() throws Exception {
        try (Socket client = connect(0)) {
            long sinceNanos = System.nanoTime();
            for (String piece : List.of("POST /v1/chat", "/completions HTTP/1.1\r\nHo", "st: x\r\nX-Slow: ")) {
                send(client, piece);
                Thread.sleep(50);
            }
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("head_timeout", "x-request-id: req_");
            System.out.printf("a head that trickles: told and closed after %d ms%n", millisSince(sinceNanos));
        }
    }

    @Test
    void aBodyThatTricklesIsToldSoHoweverSteadily() throws Exception {
        try (Socket client = connect(0)) {
            send(client, head("content-length: 4000\r\n"));
            long sinceNanos = System.nanoTime();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException failed) {
                    return failed.toString();
                }
            });
            while (!answer.isDone() && millisSince(sinceNanos) < 10_000) {
                try {
                    send(client, "{");
                } catch (SocketException closed) {
                    break;
                }
                Thread.sleep(50);
            }
            assertThat(answer.join()).startsWith("HTTP/1.1 408 ").contains("request_timeout");
        }
    }

    @Test
    void aBodyOfUnknownLengthIsRefusedOnceItIsTooLongAndNotReadToItsEnd() throws Exception {
        try (Socket client = connect(0)) {
            send(client, head("transfer-encoding: chunked\r\n"));
            byte[] mebibyte = ("100000\r\n" + " ".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> sendUntilRefused(client, mebibyte));
            byte[] answer = client.getInputStream().readNBytes(12);
            assertThat(answer).asString().isEqualTo("HTTP/1.1 413");
            client.setSoLinger(true, 0);
            client.close();
            assertThat(sent.join()).as("mebibytes that could be sent").isLessThan(MOST_SENT_MEBIBYTES);
        }
        assertThat(engine.requests()).isEmpty();
    }

    private static int sendUntilRefused(Socket client, byte[] mebibyte) {
        int sent = 0;
        try {
            OutputStream out = client.getOutputStream();
            while (sent < MOST_SENT_MEBIBYTES) {
                out.write(mebibyte);
                sent++;
            }
        } catch (IOException refused) {
            return sent;
        }
        return sent;
    }

    @Test
    void aConnectionTooManyIsToldSoAndOneMoreThanThatIsClosed() {
        GatewaySettings two = GatewaySettings.DEFAULTS.with(change -> change.maxConnections = 2);
        var bound = new ConnectionBound(two, new SimpleMeterRegistry());
        var first = new EmbeddedChannel();
        assertThat(bound.judge(first)).isEqualTo(ConnectionBound.Verdict.SERVED);
        assertThat(bound.judge(new EmbeddedChannel())).isEqualTo(ConnectionBound.Verdict.SERVED);
        for (int i = 0; i < 16; i++) {
            assertThat(bound.judge(new EmbeddedChannel())).isEqualTo(ConnectionBound.Verdict.TOLD);
        }
        assertThat(bound.judge(new EmbeddedChannel())).isEqualTo(ConnectionBound.Verdict.CLOSED);
    }

    @Test
    void streamsGoOnForAWhileWhenTheProcessEndsAndNewRequestsAreSentElsewhere() throws Exception {
        try (Socket idle = connect(0);
                Socket fits = connect(0);
                Socket endless = connect(0)) {
            send(fits, whole(body("{\\\"tokens\\\":8,\\\"gapMillis\\\":80}", true)));
            send(endless, whole(body("{\\\"tokens\\\":2000,\\\"gapMillis\\\":50}", true)));
            assertThat(fits.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            assertThat(endless.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            var end = new OrderlyEnd(bed.door, bed.live, bed.settings);
            long sinceNanos = System.nanoTime();
            var drained = CompletableFuture.runAsync(() -> {
                try {
                    end.drain();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            await(() -> bed.door.isShuttingDown());
            send(idle, whole(body("{\\\"tokens\\\":1}", false)));
            assertThat(all(idle))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("shutting_down", "retry-after: 2", "connection: close");
            assertThat(all(fits)).contains("data: [DONE]");
            assertThat(all(endless))
                    .contains("event: error\ndata: {\"error\":{", "\"code\":\"shutting_down\"")
                    .doesNotContain("[DONE]");
            drained.join();
            System.out.printf("an orderly end with a stream that does not end: %d ms%n", millisSince(sinceNanos));
        }
        List<JournalEntry> entries = bed.records(4).stream()
                .map(record -> JournalEntry.decode(record.payload()))
                .toList();
        JournalEntry cut = entries.getLast();
        assertThat(cut.ending().partial()).isTrue();
        assertThat(cut.ending().usage().outputTokens()).isPositive();
        await(() -> engine.requests().getLast().outcome() == ScriptedRequest.Outcome.ABORTED
                || engine.requests().getFirst().outcome() == ScriptedRequest.Outcome.ABORTED);
    }

    private Socket connect(int receiveBufferBytes) throws IOException {
        var socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", bed.port()));
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String all(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String head(String more) {
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer "
                + GatewayBed.KEY + "\r\n" + more + "\r\n";
    }

    private static String whole(String body) {
        return head("content-length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n") + body;
    }

    private static String body(String escapedScript, boolean stream) {
        return "{\"model\":\"scripted\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"{\\\"script\\\":" + escapedScript + "}\"}]}";
    }

    private static JournalEntry settled(List<JournalRecord> records) {
        return JournalEntry.decode(records.getLast().payload());
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    private static void await(BooleanSupplier condition) {
        long sinceNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(millisSince(sinceNanos)).as("milliseconds waited").isLessThan(10_000);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
