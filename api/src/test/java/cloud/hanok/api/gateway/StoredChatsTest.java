package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.content.chat.StoredChat;
import cloud.hanok.platform.id.ChatCompletionId;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chat completions that are kept, on the byte path. */
class StoredChatsTest extends ProtocolBed {
    private static final String CHAT = "/v1/chat/completions";

    @Override
    String key() {
        return GatewayBed.LASTING_KEY;
    }

    @Test
    void whatIsKeptIsWhatTheClientGotAndWhatItAsked() throws Exception {
        HttpResponse<String> answer = post(
                CHAT,
                body(
                        "\"store\":true,\"metadata\":{\"팀\":\"법무\"}",
                        "{\"role\":\"system\",\"content\":\"짧게\"},",
                        "\"tokens\":5"));
        JsonNode completion = json(answer, 200);

        StoredChat kept = kept(completion).orElseThrow();
        assertThat(kept.completion()).asString(StandardCharsets.UTF_8).isEqualTo(answer.body());
        assertThat(kept.project()).isEqualTo(bed.lastingProject());
        assertThat(kept.details().model()).isEqualTo(GatewayBed.MODEL);
        assertThat(kept.details().metadata()).containsEntry("팀", "법무").hasSize(1);
        JsonNode messages =
                JSON.readTree(bed.chats.messages(bed.tenant, kept.id()).orElseThrow());
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("system", "user");
        assertThat(completion.has("store")).isFalse();
        assertThat(settled().ending().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, mode = EnumSource.Mode.EXCLUDE, names = "NANO_E5")
    void ofAStreamIsKeptWhatItsChunksAddUpTo(EngineKind kind) throws Exception {
        bed.serve(kind, engine.port());
        String script = "\"tokens\":6,\"thoughts\":2,\"split\":true,\"promptTokens\":9,\"cachedTokens\":2";
        List<JsonNode> chunks = stream("\"store\":true", script);
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asText("")));

        JsonNode whole = completion(chunks.getFirst());
        assertThat(whole.path("object").asText()).isEqualTo("chat.completion");
        assertThat(whole.path("id")).isEqualTo(chunks.getFirst().path("id"));
        assertThat(whole.path("model").asText()).isEqualTo(GatewayBed.MODEL);
        assertThat(whole.path("created")).isEqualTo(chunks.getLast().path("created"));
        assertThat(whole.path("choices")).hasSize(1);
        assertThat(whole.at("/choices/0/message/role").asText()).isEqualTo("assistant");
        assertThat(whole.at("/choices/0/message/content").asText())
                .isEqualTo(text.toString())
                .startsWith("대한민국의 수도는");
        assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(whole.at("/choices/0/index").asInt(-1)).isZero();
        assertThat(whole.at("/usage/prompt_tokens").asInt()).isEqualTo(9);
        assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(8);
        assertThat(whole.at("/usage/total_tokens").asInt()).isEqualTo(17);
    }

    @Test
    void callsOfToolsAndUsageAreInWhatAStreamAddsUpTo() throws Exception {
        String script = "\"tokens\":2,\"calls\":[{\"name\":\"get_weather\",\"arguments\":\"{\\\"도시\\\":\\\"서울\\\"}\"},"
                + "{\"name\":\"get_time\",\"arguments\":\"{}\"}],\"finish\":\"tool_calls\"";
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{}}}]";
        List<JsonNode> chunks = stream("\"store\":true,\"stream_options\":{\"include_usage\":true}," + tools, script);
        JsonNode whole = completion(chunks.getFirst());
        JsonNode direct = json(post(CHAT, body("\"store\":true," + tools, "", script)), 200);

        assertThat(whole.at("/choices/0/message/tool_calls")).isEqualTo(direct.at("/choices/0/message/tool_calls"));
        assertThat(whole.at("/choices/0/message/tool_calls")).hasSize(2);
        assertThat(JSON.readTree(whole.at("/choices/0/message/tool_calls/0/function/arguments")
                                .asText())
                        .path("도시")
                        .asText())
                .isEqualTo("서울");
        assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(whole.path("usage")).isEqualTo(chunks.getLast().path("usage"));
    }

    @Test
    void severalAnswersStayApart() throws Exception {
        List<JsonNode> chunks = stream("\"store\":true,\"n\":2", "\"tokens\":3");
        JsonNode whole = completion(chunks.getFirst());
        JsonNode direct = json(post(CHAT, body("\"store\":true,\"n\":2", "", "\"tokens\":3")), 200);
        assertThat(whole.path("choices")).hasSameSizeAs(direct.path("choices"));
        for (int i = 0; i < direct.path("choices").size(); i++) {
            assertThat(whole.at("/choices/" + i + "/message/content"))
                    .isEqualTo(direct.at("/choices/" + i + "/message/content"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"n\":1", "\"store\":false", "\"store\":null"})
    void whereNothingIsSaidNothingIsKept(String members) throws Exception {
        assertThat(kept(json(post(CHAT, body(members, "", "\"tokens\":2")), 200)))
                .isEmpty();
        assertThat(kept(stream(members, "\"tokens\":2").getFirst())).isEmpty();
    }

    @Test
    void whatCannotBeKeptIsAnsweredAllTheSameAndSaysSo() throws Exception {
        bed.chats.away(true);
        JsonNode whole = json(post(CHAT, body("\"store\":true", "", "\"tokens\":3")), 200);
        assertThat(whole.path("store").isBoolean()).isTrue();
        assertThat(whole.path("store").asBoolean()).isFalse();
        assertThat(whole.at("/choices/0/message/content").asText()).isNotEmpty();
        HttpResponse<String> streamed = post(CHAT, body("\"store\":true,\"stream\":true", "", "\"tokens\":3"));
        assertThat(streamed.body()).endsWith(": store false\n\ndata: [DONE]\n\n");
        assertThat(settled().ending().outcome()).isEqualTo(Outcome.COMPLETED);

        bed.chats.away(false);
        assertThat(kept(whole)).isEmpty();
        assertThat(kept(events(streamed.body()).getFirst())).isEmpty();
    }

    @Test
    void anAnswerThatBreaksOffIsNotKept() throws Exception {
        HttpResponse<String> answer =
                post(CHAT, body("\"store\":true,\"stream\":true", "", "\"tokens\":9,\"dieAfterTokens\":4"));
        assertThat(answer.body()).contains("event: error").doesNotContain("[DONE]");
        assertThat(kept(events(answer.body()).getFirst())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRepetitionGetsTheAnswerThatIsKept(boolean stream) throws Exception {
        String body = body("\"store\":true,\"stream\":" + stream, "", "\"tokens\":3");
        String key = "kept-" + stream;
        HttpResponse<String> first = send(request(CHAT, body, key()).header("idempotency-key", key));
        HttpResponse<String> second = send(request(CHAT, body, key()).header("idempotency-key", key));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("x-idempotent-replay")).hasValue("true");
        JsonNode answer = stream ? events(first.body()).getFirst() : JSON.readTree(first.body());
        assertThat(kept(answer)).isPresent();
        assertThat(engine.requests()).hasSize(1);
    }

    @Test
    void halvesOfCharactersAreKeptAsTheyWereSent() throws Exception {
        JsonNode answer = json(
                post(CHAT, body("\"store\":true", "{\"role\":\"user\",\"content\":\"\\ud83d\"},", "\"tokens\":1")),
                200);
        StoredChat kept = kept(answer).orElseThrow();
        JsonNode messages =
                JSON.readTree(bed.chats.messages(bed.tenant, kept.id()).orElseThrow());
        assertThat(messages.at("/0/content").asText()).isEqualTo("\ud83d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"store\":\"yes\"|store", "\"store\":1|store", "\"store\":true,\"metadata\":{\"a\":1}|metadata.a"
            })
    void aWrongWishIsRefusedByItsParameter(String members, String param) throws Exception {
        JsonNode error = json(post(CHAT, body(members, "", "\"tokens\":1")), 400);
        assertThat(error.at("/error/param").asText()).isEqualTo(param);
        assertThat(engine.requests()).isEmpty();
    }

    private static String body(String members, String before, String script) {
        return "{\"model\":\"scripted\"," + members + ",\"messages\":[" + before + "{\"role\":\"user\",\"content\":"
                + script(script) + "}]}";
    }

    private List<JsonNode> stream(String members, String script) throws Exception {
        HttpResponse<String> answer = post(CHAT, body("\"stream\":true," + members, "", script));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain(": store");
        return events(answer.body());
    }

    private Optional<StoredChat> kept(JsonNode answer) {
        return bed.chats.find(
                bed.tenant, ChatCompletionId.parse(answer.path("id").asText()));
    }

    private JsonNode completion(JsonNode chunk) throws Exception {
        return JSON.readTree(kept(chunk).orElseThrow().completion());
    }
}
