package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.cluster.serving.EngineKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send a head and keep the rest. */
class SlowBodyTest {
    private static final Duration BODY_TIMEOUT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private GatewayBed bed;
    private ScriptedEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = ScriptedEngine.start(0);
        bed = new GatewayBed(folder, GatewaySettings.DEFAULTS.with(change -> change.bodyTimeout = BODY_TIMEOUT));
        bed.serve(EngineKind.LLAMA_CPP, engine.port());
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
        engine.close();
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForForever() throws Exception {
        assertThat(bed.raw(head(100) + "{")).startsWith("HTTP/1.1 408 ").contains("request_timeout");
        assertThat(bed.raw(head(8 << 20))).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void neitherIsOneThatBeganBehindAnotherRequest() throws Exception {
        String whole = body("{\\\"tokens\\\":3,\\\"promptTokens\\\":1,\\\"firstMillis\\\":50}");
        String answers = bed.raw(head(whole.length()) + whole + head(100) + "{");
        assertThat(answers).contains("\"completion_tokens\":3").contains("HTTP/1.1 408 ");
    }

    @Test
    void anEngineMayTakeLongerThanABody() throws Exception {
        String whole = body("{\\\"tokens\\\":3,\\\"promptTokens\\\":1,\\\"firstMillis\\\":900}");
        assertThat(bed.raw(head(whole.length()).replace("keep-alive", "close") + whole))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"completion_tokens\":3");
    }

    private static String head(int length) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + GatewayBed.KEY + "\r\nConnection: keep-alive\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static String body(String escapedScript) {
        return "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"{\\\"script\\\":" + escapedScript
                + "}\"}]}";
    }
}
