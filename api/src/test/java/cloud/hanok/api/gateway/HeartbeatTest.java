package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.cluster.fairness.FairnessSettings;
import cloud.hanok.cluster.naming.AliasSet;
import cloud.hanok.cluster.naming.ModelAlias;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silent streams that say that they live. All cases run at once, for each of them waits for seconds. */
class HeartbeatTest {
    private static final String COMMENT = ": keep-alive";
    private static final String PING = "event: ping";
    private static final String SILENT = "script;hangBeforeHead=true";
    private static final String SLOW = "script;tokens=3;firstMillis=2700";
    private static final Map<String, CompletableFuture<Heard>> HEARD = new HashMap<>();

    @TempDir
    static Path folder;

    private static GatewayBed bed;
    private static ScriptedEngine engine;

    /** The lines of an answer, and when the first came. */
    private record Heard(List<String> lines, Duration first) {
        String status() {
            return lines.getFirst();
        }

        long count(String line) {
            return lines.stream().filter(line::equals).count();
        }
    }

    @BeforeAll
    static void askEverything() throws Exception {
        engine = ScriptedEngine.start(0);
        bed = new GatewayBed(folder, GatewaySettings.DEFAULTS.with(change -> {
            change.heartbeat = Duration.ofSeconds(1);
            change.fairness = new FairnessSettings(1, 8, 8, Duration.ofSeconds(10));
        }));
        bed.timeouts = new AnswerTimeouts(2, 5);
        ServingDeployment silent = deployment("silent", SILENT);
        ServingDeployment broken = deployment("broken", SILENT);
        bed.timeouts = new AnswerTimeouts(10, 5);
        bed.directory.publish(List.of(
                silent,
                broken,
                deployment("slow", SLOW),
                deployment("slow-by-header", SLOW),
                deployment("slow-unheard", SLOW),
                deployment("slow-messages", SLOW),
                deployment("slow-body", SLOW),
                deployment("pauses", "script;tokens=2;gapMillis=1700"),
                deployment("busy", SLOW),
                deployment("answers", SLOW)));
        bed.aliases = new AliasSet(List.of(new ModelAlias("chain", List.of("silent", "answers"), Instant.EPOCH)));
        ask("slow", "slow", "");
        ask("by-header", "slow-by-header", "x-hanok-heartbeat: 2\r\n");
        ask("unheard", "slow-unheard", "x-hanok-heartbeat: 0\r\n");
        ask("malformed", "slow", "x-hanok-heartbeat: 5s\r\n");
        ask("pauses", "pauses", "");
        ask("chain", "chain", "");
        ask("busy", "busy", "");
        ask("waits", "busy", "");
        ask("broken", "broken", "");
        HEARD.put("messages", asked("/v1/messages", body("slow-messages", true, ",\"max_tokens\":9"), ""));
        HEARD.put("body", asked(GatewayRoutes.CHAT_COMPLETIONS, body("slow-body", false, ""), ""));
        CompletableFuture.allOf(HEARD.values().toArray(CompletableFuture[]::new))
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
        engine.close();
    }

    @Test
    void aSilentStreamSaysThatItLivesBeforeItsFirstToken() {
        Heard heard = heard("slow");
        assertThat(heard.status()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(heard.count(COMMENT)).isEqualTo(2);
        assertThat(heard.lines.indexOf(COMMENT)).isLessThan(firstData(heard));
        assertThat(heard.lines).contains("data: [DONE]");
        assertThat(heard.first).isLessThan(Duration.ofMillis(1_900));
        System.out.printf("heartbeat of 1 s: the head came after %d ms%n", heard.first.toMillis());
    }

    @Test
    void whatIsNotDecidedYetIsNotSaidInAHeadThatGoesBefore() {
        assertThat(heard("slow").lines)
                .anyMatch(line -> line.startsWith("x-request-id: req_"))
                .noneMatch(line -> line.startsWith("x-served-by") || line.startsWith("x-residency"));
        assertThat(heard("unheard").lines).anyMatch(line -> line.startsWith("x-served-by: dep_"));
    }

    @Test
    void aClientSaysHowOftenItWantsToHearAndWhetherAtAll() {
        assertThat(heard("by-header").count(COMMENT)).isEqualTo(1);
        assertThat(heard("unheard").count(COMMENT)).isZero();
        assertThat(heard("malformed").status()).startsWith("HTTP/1.1 400 ");
        assertThat(heard("malformed").lines.getLast()).contains("invalid_value", "\"param\":\"x-hanok-heartbeat\"");
    }

    @Test
    void anAnswerThatIsNotStreamedHasNone() {
        assertThat(heard("body").status()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(heard("body").lines).doesNotContain(COMMENT);
        assertThat(heard("body").lines.getLast()).startsWith("{").endsWith("}");
    }

    @Test
    void aPauseBetweenTokensIsFilledBetweenWholeEvents() {
        Heard heard = heard("pauses");
        assertThat(heard.count(COMMENT)).isGreaterThanOrEqualTo(2);
        assertThat(heard.lines.stream().filter(line -> line.startsWith("data: ")))
                .allMatch(line -> line.equals("data: [DONE]") || line.endsWith("}"));
        assertThat(heard.lines.indexOf(COMMENT)).isGreaterThan(firstData(heard));
    }

    @Test
    void aStreamThatWaitsForItsTurnSaysSo() {
        Heard one = heard("busy");
        Heard other = heard("waits");
        assertThat(Math.max(one.count(COMMENT), other.count(COMMENT)))
                .as("the one that waits for the other hears more")
                .isGreaterThanOrEqualTo(4);
        assertThat(one.lines).contains("data: [DONE]");
        assertThat(other.lines).contains("data: [DONE]");
    }

    @Test
    void anotherEngineMayStillAnswerAfterASignOfLife() {
        Heard heard = heard("chain");
        assertThat(heard.count(COMMENT)).isGreaterThanOrEqualTo(3);
        assertThat(heard.lines)
                .anyMatch(line -> line.contains("\"model\":\"answers\""))
                .contains("data: [DONE]");
    }

    @Test
    void anthropicsStreamHasAnEventForIt() {
        Heard heard = heard("messages");
        assertThat(heard.count(PING)).isEqualTo(2);
        assertThat(heard.count("data: {\"type\": \"ping\"}")).isEqualTo(2);
        assertThat(heard.count(COMMENT)).isZero();
        assertThat(heard.lines).contains("event: message_start", "event: message_stop");
    }

    @Test
    void whatFailsAfterASignOfLifeIsToldAsAnEvent() {
        Heard heard = heard("broken");
        assertThat(heard.status()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(heard.lines.subList(heard.lines.indexOf(COMMENT), heard.lines.size()))
                .contains("event: error")
                .anyMatch(line -> line.startsWith("data: {\"error\":") && line.contains("engine_timeout"))
                .doesNotContain("data: [DONE]");
    }

    private static int firstData(Heard heard) {
        for (int at = 0; at < heard.lines.size(); at++) {
            if (heard.lines.get(at).startsWith("data: ")) {
                return at;
            }
        }
        throw new AssertionError("no event came: " + heard.lines);
    }

    private static Heard heard(String what) {
        return Objects.requireNonNull(HEARD.get(what)).join();
    }

    private static ServingDeployment deployment(String name, String upstream) {
        ServingDeployment made =
                bed.deployment(name, EngineKind.LLAMA_CPP, GatewayBed.CONTEXT_TOKENS, "KR", engine.port());
        return GatewayBed.named(name, upstream, made);
    }

    private static void ask(String what, String model, String headers) {
        HEARD.put(what, asked(GatewayRoutes.CHAT_COMPLETIONS, body(model, true, ""), headers));
    }

    private static String body(String model, boolean stream, String more) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream + more
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"안녕하세요\"}]}";
    }

    private static CompletableFuture<Heard> asked(String path, String body, String headers) {
        var heard = new CompletableFuture<Heard>();
        Thread.startVirtualThread(() -> {
            try {
                heard.complete(read(path, body, headers));
            } catch (IOException failed) {
                heard.completeExceptionally(new UncheckedIOException(failed));
            }
        });
        return heard;
    }

    private static Heard read(String path, String body, String headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n"
                + "authorization: Bearer " + GatewayBed.KEY + "\r\n" + headers + "content-length: " + bytes.length
                + "\r\n\r\n";
        try (var socket = new Socket("127.0.0.1", bed.port())) {
            socket.setSoTimeout(15_000);
            long askedNanos = System.nanoTime();
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> lines = new ArrayList<>();
            Duration first = Duration.ZERO;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (lines.isEmpty()) {
                    first = Duration.ofNanos(System.nanoTime() - askedNanos);
                }
                lines.add(line);
            }
            return new Heard(lines, first);
        }
    }
}
