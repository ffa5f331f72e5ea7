package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.cluster.serving.EngineKind;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The protocols beside OpenAI's chat, on the byte path between a client's socket and a scripted engine's. */
class ProtocolsTest extends ProtocolBed {
    // Completions

    @Test
    void aCompletionIsRelayedAndItsTokensAreCounted() throws Exception {
        HttpResponse<String> answer = post(
                "/v1/completions",
                "{\"model\":\"scripted\",\"prompt\":" + script("\"tokens\":5,\"promptTokens\":9,\"cachedTokens\":2")
                        + ",\"max_tokens\":7}");

        JsonNode body = json(answer, 200);
        assertThat(body.path("object").asText()).isEqualTo("text_completion");
        assertThat(body.path("id").asText()).startsWith("cmpl-");
        assertThat(body.path("model").asText()).isEqualTo(GatewayBed.MODEL);
        assertThat(body.at("/choices/0/text").asText()).startsWith("대한민국의 수도는 서울");
        assertThat(settled()).satisfies(entry -> {
            assertThat(entry.ending().usage()).isEqualTo(new TokenUsage(7, 2, 5));
            assertThat(entry.ending().outcome()).isEqualTo(Outcome.COMPLETED);
        });
        assertThat(asked().path("max_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void aCompletionWithoutABoundHasOpenAisOfSixteenTokensAtEveryEngine() throws Exception {
        json(post("/v1/completions", "{\"model\":\"scripted\",\"prompt\":" + script("\"tokens\":1") + "}"), 200);
        assertThat(asked().path("max_tokens").asInt()).isEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, mode = EnumSource.Mode.EXCLUDE, names = "NANO_E5")
    void aStreamedCompletionIsWholeAndHasUsageOnlyWhereItWasAskedFor(EngineKind kind) throws Exception {
        bed.serve(kind, engine.port());
        String start = "{\"model\":\"scripted\",\"stream\":true,\"prompt\":" + script("\"tokens\":6");
        String quiet = post("/v1/completions", start + "}").body();
        String counted = post("/v1/completions", start + ",\"stream_options\":{\"include_usage\":true}}")
                .body();

        assertThat(quiet).endsWith("data: [DONE]\n\n").doesNotContain("usage", "timings");
        List<JsonNode> events = events(counted);
        assertThat(events)
                .extracting(event -> event.at("/choices/0/text").asText())
                .contains("서울");
        assertThat(events.getLast().path("choices")).isEmpty();
        assertThat(events.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(6);
        assertThat(settled().ending().usage().outputTokens()).isEqualTo(6);
    }

    @Test
    void severalPromptsAreBoundedTogether() throws Exception {
        json(
                post(
                        "/v1/completions",
                        "{\"model\":\"scripted\",\"n\":2,\"max_tokens\":10,\"prompt\":[" + script("\"tokens\":1")
                                + ",\"둘\",\"셋\"]}"),
                200);
        assertThat(asked().path("prompt")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|model",
                "{\"model\":\"scripted\"}|prompt",
                "{\"model\":\"scripted\",\"prompt\":7}|prompt",
                "{\"model\":\"scripted\",\"prompt\":[]}|prompt",
                "{\"model\":\"scripted\",\"prompt\":[\"a\",7]}|prompt[1]",
                "{\"model\":\"scripted\",\"prompt\":[[1],[]]}|prompt[1]",
                "{\"model\":\"scripted\",\"prompt\":\"a\",\"logprobs\":9}|logprobs",
                "{\"model\":\"scripted\",\"prompt\":\"a\",\"n\":3,\"best_of\":2}|best_of",
                "{\"model\":\"scripted\",\"prompt\":\"a\",\"stream\":true,\"best_of\":2}|best_of",
                "{\"model\":\"scripted\",\"prompt\":\"a\",\"stream_options\":{}}|stream_options"
            })
    void aWrongCompletionIsRefusedByItsParameter(String body, String param) throws Exception {
        assertThat(json(post("/v1/completions", body), 400).at("/error/param").asText())
                .isEqualTo(param);
    }

    // Embeddings

    @Test
    void vectorsComeAsNumbersOrAsTheSameNumbersInBase64() throws Exception {
        String start =
                "{\"model\":\"scripted\",\"input\":[" + script("\"dimensions\":5,\"promptTokens\":11") + ",\"둘\"]";
        JsonNode numbers = json(post("/v1/embeddings", start + ",\"encoding_format\":\"float\"}"), 200);
        JsonNode packed = json(post("/v1/embeddings", start + ",\"encoding_format\":\"base64\"}"), 200);

        assertThat(numbers.path("object").asText()).isEqualTo("list");
        assertThat(numbers.path("model").asText()).isEqualTo(GatewayBed.MODEL);
        assertThat(numbers.at("/usage/prompt_tokens").asInt()).isEqualTo(11);
        assertThat(numbers.at("/usage/total_tokens").asInt()).isEqualTo(11);
        assertThat(numbers.path("data")).hasSize(2);
        for (int input = 0; input < 2; input++) {
            JsonNode item = numbers.path("data").get(input);
            assertThat(item.path("index").asInt()).isEqualTo(input);
            ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder()
                            .decode(packed.path("data")
                                    .get(input)
                                    .path("embedding")
                                    .asText()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            assertThat(item.path("embedding")).hasSize(5);
            for (JsonNode number : item.path("embedding")) {
                assertThat(floats.getFloat()).isEqualTo(Float.parseFloat(number.asText()));
            }
            assertThat(floats.hasRemaining()).isFalse();
        }
        assertThat(settled().ending().usage()).isEqualTo(new TokenUsage(11, 0, 0));
        assertThat(asked().has("encoding_format")).isFalse();
        assertThat(asked().has("max_tokens")).isFalse();
    }

    @Test
    void vectorsOfAnEngineThatCountsNothingAreCountedByLengthAndSaidToBe() throws Exception {
        JsonNode body = json(
                post(
                        "/v1/embeddings",
                        "{\"model\":\"scripted\",\"input\":"
                                + script("\"usage\":false,\"name\":\"" + "가".repeat(40) + "\"") + "}"),
                200);
        JournalEntry entry = settled();
        assertThat(entry.ending().estimated()).isTrue();
        assertThat(entry.ending().usage().inputTokens()).isPositive();
        assertThat(body.at("/usage/prompt_tokens").asLong())
                .isEqualTo(entry.ending().usage().inputTokens());
    }

    @Test
    void tokensOfAnotherVocabularyAreRefusedWithTheWayOut() throws Exception {
        for (String tokens : List.of("[1,2,3]", "[[1,2],[3]]")) {
            JsonNode error = json(post("/v1/embeddings", "{\"model\":\"scripted\",\"input\":" + tokens + "}"), 400);
            assertThat(error.at("/error/param").asText()).isEqualTo("input");
            assertThat(error.at("/error/message").asText()).contains("check_embedding_ctx_length=False");
            assertThat(error.at("/error/messages/ko").asText()).contains("토큰 배열");
        }
    }

    @Test
    void aLengthThatTheModelDoesNotMakeIsRefusedAndCostsNothing() throws Exception {
        String start = "{\"model\":\"scripted\",\"input\":" + script("\"dimensions\":6") + ",\"dimensions\":";
        json(post("/v1/embeddings", start + "6}"), 200);
        JsonNode error = json(post("/v1/embeddings", start + "3}"), 400);
        assertThat(error.at("/error/param").asText()).isEqualTo("dimensions");
        assertThat(settled().ending().usage()).isEqualTo(TokenUsage.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"scripted\"}|input",
                "{\"model\":\"scripted\",\"input\":\"\"}|input",
                "{\"model\":\"scripted\",\"input\":[]}|input",
                "{\"model\":\"scripted\",\"input\":[\"a\",\"\"]}|input[1]",
                "{\"model\":\"scripted\",\"input\":\"a\",\"encoding_format\":\"hex\"}|encoding_format",
                "{\"model\":\"scripted\",\"input\":\"a\",\"dimensions\":0}|dimensions"
            })
    void wrongTextsToEmbedAreRefusedByTheirParameter(String body, String param) throws Exception {
        assertThat(json(post("/v1/embeddings", body), 400).at("/error/param").asText())
                .isEqualTo(param);
    }

    // Tokens

    @Test
    void tokensCostNothingAndAreRecorded() throws Exception {
        JsonNode tokens = json(
                post("/v1/tokenize", "{\"model\":\"scripted\",\"prompt\":\"서울!\",\"return_token_strs\":true}"), 200);
        assertThat(tokens)
                .isEqualTo(
                        JSON.readTree(
                                "{\"count\":3,\"max_model_len\":4096,\"tokens\":[7,8,9],\"token_strs\":[\"서울\",\"\uFFFD\",\"!\"]}"));
        assertThat(asked().path("content").asText()).isEqualTo("서울!");
        assertThat(asked().path("with_pieces").asBoolean()).isTrue();
        assertThat(settled()).satisfies(entry -> {
            assertThat(entry.ending().usage()).isEqualTo(TokenUsage.NONE);
            assertThat(entry.ending().outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(entry.ending().estimated()).isFalse();
        });
    }

    @Test
    void aConversationIsCountedInBothForms() throws Exception {
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":" + script("\"promptTokens\":31") + "}]";
        JsonNode ours = json(post("/v1/tokenize", "{\"model\":\"scripted\"," + messages + "}"), 200);
        assertThat(ours.path("count").asInt()).isEqualTo(31);
        assertThat(ours.path("tokens").isNull()).isTrue();
        JsonNode theirs = json(
                post("/v1/messages/count_tokens", "{\"model\":\"scripted\",\"system\":\"짧게\"," + messages + "}"), 200);
        assertThat(theirs).isEqualTo(JSON.readTree("{\"input_tokens\":31}"));
        assertThat(asked().at("/messages/0/role").asText()).isEqualTo("system");
    }

    @Test
    void tokensAreATextAgain() throws Exception {
        assertThat(json(post("/v1/detokenize", "{\"model\":\"scripted\",\"tokens\":[7,8]}"), 200))
                .isEqualTo(JSON.readTree("{\"prompt\":\"서울!\"}"));
    }

    @Test
    void anEngineThatTellsNoTokensIsSaidNotTo() throws Exception {
        bed.serve(EngineKind.OPENAI, engine.port());
        JsonNode error = json(post("/v1/tokenize", "{\"model\":\"scripted\",\"prompt\":\"a\"}"), 400);
        assertThat(error.at("/error/code").asText()).isEqualTo("capability_missing");
        assertThat(engine.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/tokenize|{\"model\":\"scripted\"}|prompt",
                "/v1/tokenize|{\"model\":\"scripted\",\"prompt\":7}|prompt",
                "/v1/tokenize|{\"model\":\"scripted\",\"prompt\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}|messages",
                "/v1/detokenize|{\"model\":\"scripted\",\"tokens\":[1,-1]}|tokens[1]",
                "/v1/messages/count_tokens|{\"model\":\"scripted\"}|messages"
            })
    void wrongTokensAreRefusedByTheirParameter(String path, String body, String param) throws Exception {
        assertThat(json(post(path, body), 400).at("/error/param").asText()).isEqualTo(param);
    }

    // What a model can

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT|/v1/chat/completions|\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]|model",
                "CHAT|/v1/messages|\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]|model",
                "COMPLETIONS|/v1/completions|\"prompt\":\"a\"|model",
                "EMBEDDINGS|/v1/embeddings|\"input\":\"a\"|model",
                "TOOLS|/v1/chat/completions|\"tools\":[{\"type\":\"function\"}],\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]|tools",
                "TOOLS|/v1/messages|\"tools\":[{\"name\":\"t\",\"input_schema\":{}}],\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]|tools",
                "IMAGES|/v1/chat/completions|\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}]}]|messages",
                "IMAGES|/v1/messages|\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AA==\"}}]}]|messages",
                "JSON_SCHEMA|/v1/chat/completions|\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}},\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]|response_format",
                "LOGPROBS|/v1/chat/completions|\"logprobs\":true,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]|logprobs",
                "LOGPROBS|/v1/completions|\"logprobs\":1,\"prompt\":\"a\"|logprobs"
            })
    void whatAModelCannotIsRefusedByNameAndWhatItCanIsAsked(
            Capability without, String path, String members, String param) throws Exception {
        String body = "{\"model\":\"scripted\"," + members + "}";
        json(post(path, body), 200);
        engine.forget();

        EnumSet<Capability> others = EnumSet.complementOf(EnumSet.of(without));
        bed.capabilities = new Capabilities(others, 0);
        bed.serve(EngineKind.LLAMA_CPP, engine.port());
        JsonNode error = json(post(path, body), 400).path("error");
        assertThat(error.path("code").asText()).isEqualTo("capability_missing");
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("message").asText()).contains(without.text());
        assertThat(engine.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://10.0.0.1/a.png\"}}|messages[0].content[0].image_url.url",
                "{\"type\":\"image_url\",\"image_url\":\"data:image/png\"}|messages[0].content[0].image_url",
                "{\"type\":\"image_url\",\"image_url\":{}}|messages[0].content[0].image_url.url",
                "{\"type\":\"input_audio\",\"input_audio\":{}}|messages[0].content[0].type",
                "{\"text\":\"a\"}|messages[0].content[0].type"
            })
    void nothingIsFetchedForAClient(String part, String param) throws Exception {
        String body = "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}";
        assertThat(json(post("/v1/chat/completions", body), 400)
                        .at("/error/param")
                        .asText())
                .isEqualTo(param);
    }

    // What the tokens are of

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, mode = EnumSource.Mode.EXCLUDE, names = "NANO_E5")
    void imagesAndReasoningOfAWholeAnswerAreWhatTheEngineSays(EngineKind kind) throws Exception {
        bed.serve(kind, engine.port());
        String told = "\"tokens\":5,\"promptTokens\":20,\"cachedTokens\":8,\"imageTokens\":7,\"thoughts\":3";
        JsonNode body = json(post("/v1/chat/completions", chat(told + ",\"countsThoughts\":true", false)), 200);
        assertThat(body.at("/usage/prompt_tokens_details/image_tokens").asInt()).isEqualTo(7);
        assertThat(body.at("/usage/completion_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(3);
        assertThat(settled().ending().usage()).isEqualTo(new TokenUsage(5, 8, 7, 5, 3));

        json(post("/v1/chat/completions", chat(told, false)), 200);
        assertThat(settled().ending().usage())
                .as("no figure, no running count")
                .isEqualTo(new TokenUsage(5, 8, 7, 8, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM,true,3",
        "SGLANG,true,3",
        "LLAMA_CPP,true,3",
        "OPENAI,true,3",
        "VLLM,false,3",
        "SGLANG,false,3",
        "LLAMA_CPP,false,3",
        "OPENAI,false,0"
    })
    void reasoningOfAStreamIsWhatTheEngineSaysOrHadCountedBeforeTheAnswer(EngineKind kind, boolean told, int reasoning)
            throws Exception {
        bed.serve(kind, engine.port());
        String script = "\"tokens\":5,\"promptTokens\":20,\"thoughts\":3,\"countsThoughts\":" + told;
        String stream = post("/v1/chat/completions", chat(script, true)).body();
        assertThat(stream).endsWith("data: [DONE]\n\n");
        assertThat(settled().ending().usage()).isEqualTo(new TokenUsage(20, 0, 0, 8 - reasoning, reasoning));
    }

    @Test
    void aReceiptOfAnAnswerWithImagesAndReasoningHasThemInItsInputAndOutput() throws Exception {
        bed.serve(EngineKind.VLLM, engine.port());
        String script = "\"tokens\":5,\"promptTokens\":20,\"cachedTokens\":8,\"imageTokens\":7,\"thoughts\":3";
        json(post("/v1/chat/completions", chat(script + ",\"countsThoughts\":true", false)), 200);
        JsonNode receipt = JSON.readTree(settled().receipt());
        assertThat(receipt.at("/usage/inputTokens").asInt())
                .as(receipt.toString())
                .isEqualTo(12);
        assertThat(receipt.at("/usage/cachedTokens").asInt()).isEqualTo(8);
        assertThat(receipt.at("/usage/outputTokens").asInt()).isEqualTo(8);
    }

    private static String chat(String script, boolean stream) {
        return "{\"model\":\"scripted\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":"
                + script(script) + "}]}";
    }

    // Metadata

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions|\"messages\":[{\"role\":\"user\",\"content\":SCRIPT}]",
                "/v1/completions|\"prompt\":SCRIPT",
                "/v1/embeddings|\"input\":[SCRIPT]"
            })
    void whatTheClientSaysIsInEachRecordOfTheRequestAndNoEngineSeesIt(String path, String input) throws Exception {
        String body = "{\"model\":\"scripted\",\"metadata\":{\"team\":\"상담\",\"order\":\"\"},"
                + input.replace("SCRIPT", script("\"tokens\":2")) + "}";
        json(post(path, body), 200);
        assertThat(bed.records(2))
                .allSatisfy(record -> assertThat(JournalEntry.decode(record.payload())
                                .facts()
                                .metadata()
                                .pairs())
                        .isEqualTo(Map.of("team", "상담", "order", "")));
        assertThat(asked().has("metadata")).isFalse();
        Attributes ofSpan = bed.spans.next().getAttributes();
        assertThat(ofSpan.get(AttributeKey.stringKey("hanok.metadata.team"))).isEqualTo("상담");
        assertThat(ofSpan.get(AttributeKey.stringKey("hanok.metadata.order"))).isEmpty();
    }

    @Test
    void metadataIsBoundedAndEachBreachNamed() throws Exception {
        String most = IntStream.range(0, 16)
                .mapToObj(i -> "\"" + "가".repeat(62) + (10 + i) + "\":\"" + "나".repeat(512) + "\"")
                .collect(Collectors.joining(","));
        assertRefused("{" + most + "}", null);
        assertRefused("null", null);
        assertRefused("{" + most + ",\"more\":\"\"}", "metadata");
        assertRefused("{\"" + "가".repeat(65) + "\":\"\"}", "metadata");
        assertRefused("{\"\":\"\"}", "metadata");
        assertRefused("{\"a\":\"" + "나".repeat(513) + "\"}", "metadata.a");
        assertRefused("{\"a\":7}", "metadata.a");
        assertRefused("{\"a\":\"1\",\"a\":\"2\"}", "metadata.a");
        assertRefused("[]", "metadata");

        HttpResponse<String> ofAnthropic =
                messages("{\"model\":\"scripted\",\"max_tokens\":1,\"metadata\":{\"user_id\":\"" + "u".repeat(513)
                        + "\"},\"messages\":[{\"role\":\"user\",\"content\":" + script("\"tokens\":1") + "}]}");
        assertThat(json(ofAnthropic, 400).at("/error/message").asText()).contains("metadata.user_id", "512");
    }

    /** On every route that takes it; null where it is none to be refused. */
    private void assertRefused(String metadata, @Nullable String param) throws Exception {
        for (String[] route : new String[][] {
            {"/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":" + script("\"tokens\":1") + "}]"},
            {"/v1/completions", "\"prompt\":" + script("\"tokens\":1")},
            {"/v1/embeddings", "\"input\":" + script("\"tokens\":1")}
        }) {
            HttpResponse<String> answer =
                    post(route[0], "{\"model\":\"scripted\",\"metadata\":" + metadata + "," + route[1] + "}");
            if (param == null) {
                json(answer, 200);
            } else {
                assertThat(json(answer, 400).at("/error/param").asText()).isEqualTo(param);
            }
        }
    }

    // Messages

    @Test
    void aMessageIsAskedAsAChatAndAnsweredAsAMessage() throws Exception {
        HttpResponse<String> answer =
                messages("""
                {"model":"scripted","max_tokens":50,"system":[{"type":"text","text":"존댓말로"},{"type":"text","text":"짧게"}],
                 "stop_sequences":["끝"],"temperature":0.5,"top_k":40,"metadata":{"user_id":"u1"},
                 "messages":[{"role":"user","content":[{"type":"text","text":%s,"cache_control":{"type":"ephemeral"}}]}]}""".formatted(script("\"tokens\":5,\"promptTokens\":20,\"cachedTokens\":8,\"thoughts\":2")));

        JsonNode message = json(answer, 200);
        assertThat(message.path("id").asText()).startsWith("msg_");
        assertThat(message.path("type").asText()).isEqualTo("message");
        assertThat(message.path("role").asText()).isEqualTo("assistant");
        assertThat(message.path("model").asText()).isEqualTo(GatewayBed.MODEL);
        assertThat(message.at("/content/0/type").asText()).isEqualTo("thinking");
        assertThat(message.at("/content/1/text").asText()).startsWith("대한민국의 수도는 서울");
        assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(message.at("/usage/input_tokens").asInt()).isEqualTo(12);
        assertThat(message.at("/usage/cache_read_input_tokens").asInt()).isEqualTo(8);
        assertThat(message.at("/usage/output_tokens").asInt()).isEqualTo(7);
        assertThat(answer.headers().firstValue("request-id"))
                .isEqualTo(answer.headers().firstValue("x-request-id"));
        assertThat(settled().ending().usage()).isEqualTo(new TokenUsage(12, 8, 7));
        assertThat(settled().facts().metadata().pairs()).isEqualTo(Map.of("user_id", "u1"));

        JsonNode asked = asked();
        assertThat(asked.at("/messages/0")).isEqualTo(JSON.readTree("{\"role\":\"system\",\"content\":\"존댓말로\\n짧게\"}"));
        assertThat(asked.at("/messages/1/content").isTextual()).isTrue();
        assertThat(asked.path("stop")).isEqualTo(JSON.readTree("[\"끝\"]"));
        assertThat(asked.path("max_tokens").asInt()).isEqualTo(50);
        assertThat(asked.path("top_k").asInt()).isEqualTo(40);
        assertThat(asked.path("user").asText()).isEqualTo("u1");
        assertThat(asked.has("metadata")).isFalse();
    }

    @Test
    void toolsGoBothWays() throws Exception {
        HttpResponse<String> answer = messages("""
                {"model":"scripted","max_tokens":50,
                 "tools":[{"name":"get_weather_0","description":"날씨","input_schema":{"type":"object"}}],
                 "tool_choice":{"type":"any","disable_parallel_tool_use":true},
                 "messages":[
                   {"role":"user","content":"서울 날씨?"},
                   {"role":"assistant","content":[{"type":"thinking","thinking":"음","signature":""},
                     {"type":"text","text":"볼게요."},
                     {"type":"tool_use","id":"call_9","name":"get_weather_0","input":{"도시":"부산"}}]},
                   {"role":"user","content":[
                     {"type":"tool_result","tool_use_id":"call_9","is_error":true,"content":[{"type":"text","text":"없음"}]},
                     {"type":"text","text":%s}]}]}""".formatted(script("\"tokens\":2,\"calls\":2")));

        JsonNode message = json(answer, 200);
        assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(message.at("/content/1"))
                .isEqualTo(
                        JSON.readTree(
                                "{\"type\":\"tool_use\",\"id\":\"call_0\",\"name\":\"get_weather_0\",\"input\":{\"도시\":\"서울\"}}"));
        assertThat(message.at("/content/2/id").asText()).isEqualTo("call_1");

        JsonNode asked = asked();
        assertThat(asked.at("/tools/0/function/parameters/type").asText()).isEqualTo("object");
        assertThat(asked.path("tool_choice").asText()).isEqualTo("required");
        assertThat(asked.path("parallel_tool_calls").asBoolean(true)).isFalse();
        assertThat(asked.at("/messages/1/content").asText()).isEqualTo("볼게요.");
        assertThat(asked.at("/messages/1/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"도시\":\"부산\"}");
        assertThat(asked.at("/messages/2"))
                .isEqualTo(JSON.readTree("{\"role\":\"tool\",\"tool_call_id\":\"call_9\",\"content\":\"Error: 없음\"}"));
        assertThat(asked.at("/messages/3/role").asText()).isEqualTo("user");
    }

    @Test
    void aStreamedMessageHasItsEventsInOrderAndBothCounts() throws Exception {
        String stream = messages(
                        streamed("\"tokens\":3,\"promptTokens\":20,\"cachedTokens\":8,\"thoughts\":1,\"calls\":2"))
                .body();
        List<JsonNode> events = events(stream);

        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(stream).contains("event: message_start\ndata: {").doesNotContain("[DONE]");
        assertThat(events.getFirst().at("/message/usage/input_tokens").asInt()).isEqualTo(12);
        assertThat(events.getFirst()
                        .at("/message/usage/cache_read_input_tokens")
                        .asInt())
                .isEqualTo(8);
        JsonNode call = events.get(9).path("content_block");
        assertThat(call)
                .isEqualTo(JSON.readTree(
                        "{\"type\":\"tool_use\",\"id\":\"call_0\",\"name\":\"get_weather_0\",\"input\":{}}"));
        assertThat(events.get(10).at("/delta/partial_json").asText()
                        + events.get(11).at("/delta/partial_json").asText())
                .isEqualTo("{\"도시\":\"서울\"}");
        assertThat(events.get(9).path("index").asInt()).isEqualTo(2);
        JsonNode ending = events.get(events.size() - 2);
        assertThat(ending.at("/delta/stop_reason").asText()).isEqualTo("tool_use");
        assertThat(ending.at("/usage/output_tokens").asInt()).isEqualTo(10);
        assertThat(settled().ending().usage()).isEqualTo(new TokenUsage(12, 8, 0, 9, 1));
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, mode = EnumSource.Mode.EXCLUDE, names = "NANO_E5")
    void aStreamedMessageIsTheSameTextFromEveryKindOfEngine(EngineKind kind) throws Exception {
        bed.serve(kind, engine.port());
        List<JsonNode> events = events(messages(streamed("\"tokens\":8,\"split\":true,\"finish\":\"length\""))
                .body());
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.at("/delta/text").asText()));
        assertThat(text).hasToString("대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. ");
        JsonNode ending = events.get(events.size() - 2);
        assertThat(ending.at("/delta/stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(ending.at("/usage/input_tokens").asInt()).isEqualTo(12);
        assertThat(ending.at("/usage/output_tokens").asInt()).isEqualTo(8);
    }

    @Test
    void aMessageWhoseEngineDiesEndsWithAnErrorOfItsFormAndNoStop() throws Exception {
        String stream = messages(streamed("\"tokens\":9,\"dieAfterTokens\":4")).body();
        List<JsonNode> events = events(stream);
        assertThat(stream).contains("event: error\ndata: {\"type\":\"error\"").doesNotContain("message_stop");
        assertThat(events.getLast().at("/error/type").asText()).isEqualTo("api_error");
        assertThat(events.getLast().path("request_id").asText()).startsWith("req_");
        assertThat(settled().ending().outcome()).isEqualTo(Outcome.ENGINE_FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|400|null",
                "{}|400|model",
                "{\"model\":\"scripted\"}|400|max_tokens",
                "{\"model\":\"scripted\",\"max_tokens\":0}|400|max_tokens",
                "{\"model\":\"scripted\",\"max_tokens\":9}|400|messages",
                "{\"model\":\"scripted\",\"max_tokens\":9,\"messages\":[]}|400|messages",
                "{\"model\":\"scripted\",\"max_tokens\":9,\"messages\":[{\"role\":\"bot\",\"content\":\"a\"}]}|400|messages[0].role",
                "{\"model\":\"scripted\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\"}]}|400|messages[0].content",
                "{\"model\":\"scripted\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\"}]}]}|400|messages[0].content[0].type",
                "{\"model\":\"scripted\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"http://169.254.169.254/\"}}]}]}|400|messages[0].content[0].source.url",
                "{\"model\":\"scripted\",\"max_tokens\":9,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\"}],\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}|400|tools[0].type",
                "{\"model\":\"scripted\",\"model\":\"other\",\"max_tokens\":9}|400|null",
                "{\"model\":\"nobody\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}|404|model"
            })
    void aWrongMessageIsRefusedInItsForm(String body, int status, String param) throws Exception {
        JsonNode error = json(messages(body), status);
        assertThat(error.path("type").asText()).isEqualTo("error");
        assertThat(error.at("/error/type").asText())
                .isEqualTo(status == 404 ? "not_found_error" : "invalid_request_error");
        assertThat(error.at("/error/param").asText("null")).isEqualTo(param);
        assertThat(error.at("/error/messages/ko").asText()).isNotEmpty();
    }

    @Test
    void aKeyMayComeInItsOwnHeaderButNotTwoDifferentOnes() throws Exception {
        String body = streamed("\"tokens\":1");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(bed.url("/v1/messages")))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
        assertThat(send(request.copy().header("x-api-key", GatewayBed.KEY)).statusCode())
                .isEqualTo(200);
        assertThat(send(request.copy()
                                .header("x-api-key", GatewayBed.KEY)
                                .header("authorization", "Bearer " + GatewayBed.KEY))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request.copy().header("x-api-key", "other").header("authorization", "Bearer " + GatewayBed.KEY))
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> nobody = send(request.copy());
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body()).contains("authentication_error");
    }

    private static String streamed(String script) {
        return "{\"model\":\"scripted\",\"max_tokens\":50,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":"
                + script(script) + "}]}";
    }

    private HttpResponse<String> messages(String body) throws Exception {
        return post("/v1/messages", body);
    }
}
