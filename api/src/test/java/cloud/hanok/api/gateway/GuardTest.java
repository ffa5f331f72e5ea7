package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.compliance.guard.AnswerText;
import cloud.hanok.compliance.guard.Guard;
import cloud.hanok.compliance.guard.GuardDecision;
import cloud.hanok.compliance.guard.GuardSubject;
import cloud.hanok.compliance.guard.GuardedRequest;
import cloud.hanok.compliance.guard.Guards;
import cloud.hanok.compliance.guard.PhoneNumberGuard;
import cloud.hanok.compliance.guard.PromptText;
import cloud.hanok.compliance.guard.TextFilter;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.platform.money.NanoWon;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards on the byte path: what the engine reads, and what the client does. */
class GuardTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As the engine reads it; no guard finds it in a prompt. */
    private static final String MODELS_OWN = "0\\u00310-9999-8888";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @TempDir
    Path folder;

    private GatewayBed bed;
    private ScriptedEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = ScriptedEngine.start(0);
        bed = new GatewayBed(
                folder, GatewaySettings.DEFAULTS, new Guards(List.of(new PhoneNumberGuard(), new Strict())), null);
        bed.serve(EngineKind.VLLM, engine.port());
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 40})
    void aStreamIsMaskedInBothDirectionsWhereverItsChunksEnd(int piece) throws Exception {
        String says = "[전화1]로 연락드리고 " + MODELS_OWN + "은 지웁니다";
        String stream =
                chat(says, piece, ",\"stream\":true,\"logprobs\":true,\"stream_options\":{\"include_usage\":true}");

        assertThat(text(stream, "/choices/0/delta/content")).isEqualTo("010-1234-5678로 연락드리고 010-****-8888은 지웁니다");
        assertThat(stream).endsWith("data: [DONE]\n\n").doesNotContain("9999");
        String asked = engine.requests().getLast().body();
        assertThat(asked).contains("제 번호는 [전화1]").doesNotContain("1234-5678");
        assertThat(settled()).satisfies(entry -> {
            assertThat(entry.ending().outcome()).isEqualTo(Outcome.COMPLETED);
            // Guards change what is read, not what the engine computed.
            assertThat(entry.ending().usage())
                    .isEqualTo(
                            new TokenUsage(12, 0, ("[전화1]로 연락드리고 010-9999-8888은 지웁니다".length() + piece - 1) / piece));
        });
    }

    @Test
    void aWholeAnswerIsMaskedToo() throws Exception {
        JsonNode answer = JSON.readTree(chat("[전화1], " + MODELS_OWN, 3, ""));
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("010-1234-5678, 010-****-8888");
    }

    @Test
    void whatIsHeldBackComesThoughNothingElseFollows() throws Exception {
        String stream = chat("전화: " + MODELS_OWN, 2, ",\"stream\":true");
        assertThat(text(stream, "/choices/0/delta/content")).isEqualTo("전화: 010-****-8888");
    }

    @Test
    void argumentsOfToolsAreRestoredAndStayJson() throws Exception {
        String stream = post(
                        "/v1/chat/completions",
                        "{\"model\":\"scripted\",\"stream\":true,\"tools\":[" + tool("get_weather_0")
                                + "],\"messages\":["
                                + "{\"role\":\"system\",\"content\":\"010-1234-5678\"},{\"role\":\"user\",\"content\":"
                                + script("\"says\":\"[전화1]\",\"tokens\":0,\"calls\":1") + "}]}")
                .body();
        String arguments = text(stream, "/choices/0/delta/tool_calls/0/function/arguments");
        assertThat(JSON.readTree(arguments).path("전화").asText()).isEqualTo("010-1234-5678");
    }

    @Test
    void anthropicsMessagesAndOldCompletionsPassTheSameGuards() throws Exception {
        String message = post(
                        "/v1/messages",
                        "{\"model\":\"scripted\",\"max_tokens\":90,\"stream\":true,\"system\":\"010-1234-5678\",\"messages\":[{\"role\":\"user\",\"content\":"
                                + script("\"says\":\"[전화1]!\"") + "}]}")
                .body();
        assertThat(text(message, "/delta/text")).isEqualTo("010-1234-5678!");

        JsonNode completion = JSON.readTree(post(
                        "/v1/completions",
                        "{\"model\":\"scripted\",\"prompt\":" + script("\"says\":\"" + MODELS_OWN + "\"") + "}")
                .body());
        assertThat(completion.at("/choices/0/text").asText()).isEqualTo("010-****-8888");
    }

    @Test
    void aRefusedPromptReachesNoEngineAndCostsNothing() throws Exception {
        HttpResponse<String> answer = post(
                "/v1/chat/completions",
                "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"내부 금지어\"}]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("guard_refused");
        assertThat(error.path("param").asText()).isEqualTo("messages[0].content");
        assertThat(error.path("message").asText()).contains("forbidden word").doesNotContain("금지어");
        assertThat(engine.requests()).isEmpty();
        assertThat(bed.credit.used(bed.tenant, SpendScope.TENANT).orElse(NanoWon.ZERO))
                .isEqualTo(NanoWon.ZERO);
    }

    @Test
    void aToolThatIsNotAllowedIsNeitherOfferedNorCalled() throws Exception {
        HttpResponse<String> offered = post(
                "/v1/chat/completions",
                "{\"model\":\"scripted\",\"tools\":[" + tool("delete_everything")
                        + "],\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"}]}");
        assertThat(offered.statusCode()).isEqualTo(403);
        assertThat(offered.body()).contains("tool_not_allowed", "delete_everything");

        String called = post(
                        "/v1/chat/completions",
                        "{\"model\":\"scripted\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":"
                                + script("\"tokens\":3,\"calls\":2") + "}]}")
                .body();
        assertThat(called)
                .contains("get_weather_0", "event: error", "tool_not_allowed")
                .doesNotContain("[DONE]");
        assertThat(settled().ending().partial()).isTrue();
    }

    @Test
    void aPromptOfTokensIsRefusedForNobodyCanReadIt() throws Exception {
        HttpResponse<String> answer = post("/v1/completions", "{\"model\":\"scripted\",\"prompt\":[1,2,3]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"param\":\"prompt[0]\"");
    }

    @Test
    void whatIsPassedOnUnreadIsGuardedToo() throws Exception {
        String stream = chat(
                "끝",
                3,
                ",\"documents\":[[\"010-1234-5678\"],{\"title\":{\"text\":\"010-1111-2222\"}}],\"note\":\"010-3333-4444\"");
        assertThat(stream).contains("끝");
        assertThat(engine.requests().getLast().body())
                .contains("[[\"[전화1]\"]", "[전화2]", "[전화3]")
                .doesNotContain("1234-5678", "1111", "3333");
    }

    @Test
    void aGuardThatFailsLetsNothingThrough() throws Exception {
        HttpResponse<String> answer = post(
                "/v1/chat/completions",
                "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"고장\"}]}");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(engine.requests()).isEmpty();
    }

    private String chat(String says, int piece, String more) throws Exception {
        return post(
                        "/v1/chat/completions",
                        "{\"model\":\"scripted\",\"messages\":[{\"role\":\"system\",\"content\":\"제 번호는 010-1234-5678\"},"
                                + "{\"role\":\"user\",\"content\":"
                                + script("\"says\":\"" + says + "\",\"piece\":" + piece)
                                + "}]" + more + "}")
                .body();
    }

    private static String tool(String name) {
        return "{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"parameters\":{\"type\":\"object\"}}}";
    }

    /** A text that tells the engine what to answer, as JSON. */
    private static String script(String keys) {
        return JSON.getNodeFactory().textNode("{\"script\":{" + keys + "}}").toString();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(bed.url(path)))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + GatewayBed.KEY)
                        .timeout(Duration.ofSeconds(20))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String text(String stream, String pointer) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String line : stream.split("\n")) {
            if (line.startsWith("data: {")) {
                text.append(JSON.readTree(line.substring("data: ".length()))
                        .at(pointer)
                        .asText(""));
            }
        }
        return text.toString();
    }

    private JournalEntry settled() throws Exception {
        List<JournalRecord> records =
                new ArrayList<>(bed.records(2 * engine.requests().size()));
        records.removeIf(record -> record.kind() != RecordKind.SETTLE);
        return JournalEntry.decode(records.getLast().payload());
    }

    /** Refuses a word and all tools but one, and breaks at another word. */
    private static final class Strict implements Guard {
        @Override
        public String name() {
            return "strict";
        }

        @Override
        public GuardedRequest begin(GuardSubject subject) {
            return new GuardedRequest() {
                @Override
                public GuardDecision prompt(PromptText text) {
                    if (text.text().contains("고장")) {
                        throw new IllegalStateException("a guard that is broken");
                    }
                    return text.text().contains("금지어")
                            ? new GuardDecision.Refused("it has a forbidden word", "금지된 단어가 있습니다")
                            : GuardDecision.ALLOWED;
                }

                @Override
                public GuardDecision tool(String name) {
                    return name.equals("get_weather_0")
                            ? GuardDecision.ALLOWED
                            : new GuardDecision.Refused("it is not on the list", "허용 목록에 없습니다");
                }

                @Override
                public TextFilter answer(AnswerText of) {
                    return TextFilter.UNCHANGED;
                }
            };
        }
    }
}
