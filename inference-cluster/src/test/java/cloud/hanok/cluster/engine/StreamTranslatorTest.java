package cloud.hanok.cluster.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Streams as the engines write them; the recorded shapes are those of llama.cpp b11549, vLLM 0.11 and SGLang 0.5.9. */
class StreamTranslatorTest {
    private static final String LLAMA_CPP = """
            data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1,"id":"chatcmpl-x","model":"m","object":"chat.completion.chunk"}

            data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"한"}}],"created":1,"id":"chatcmpl-x","model":"m","object":"chat.completion.chunk","timings":{"cache_n":4,"prompt_n":8,"predicted_n":1}}

            data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"옥"}}],"created":1,"id":"chatcmpl-x","model":"m","object":"chat.completion.chunk","timings":{"cache_n":4,"prompt_n":8,"predicted_n":2}}

            data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"created":1,"id":"chatcmpl-x","model":"m","object":"chat.completion.chunk"}

            data: {"choices":[],"created":1,"id":"chatcmpl-x","model":"m","object":"chat.completion.chunk","usage":{"completion_tokens":2,"prompt_tokens":12,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":4}},"timings":{"cache_n":4,"prompt_n":8,"predicted_n":2}}

            data: [DONE]

            """;

    private static final String VLLM = """
            data: {"id":"chatcmpl-y","object":"chat.completion.chunk","created":1,"model":"org/m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":{"prompt_tokens":9,"total_tokens":9,"completion_tokens":0}}

            data: {"id":"chatcmpl-y","object":"chat.completion.chunk","created":1,"model":"org/m","choices":[{"index":0,"delta":{"content":"안"},"logprobs":null,"finish_reason":null}],"usage":{"prompt_tokens":9,"total_tokens":10,"completion_tokens":1}}

            data: {"id":"chatcmpl-y","object":"chat.completion.chunk","created":1,"model":"org/m","choices":[{"index":0,"delta":{"content":"녕"},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"total_tokens":11,"completion_tokens":2}}

            data: {"id":"chatcmpl-y","object":"chat.completion.chunk","created":1,"model":"org/m","choices":[],"usage":{"prompt_tokens":9,"total_tokens":11,"completion_tokens":2}}

            data: [DONE]

            """;

    private static final String SGLANG = """
            data: {"id":"3f","object":"chat.completion.chunk","created":1,"model":"org/m","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_content":null,"tool_calls":null},"logprobs":null,"finish_reason":null,"matched_stop":null}],"usage":{"prompt_tokens":9,"total_tokens":9,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":5},"reasoning_tokens":0}}

            data: {"id":"3f","object":"chat.completion.chunk","created":1,"model":"org/m","choices":[{"index":0,"delta":{"role":null,"content":"안녕","reasoning_content":null,"tool_calls":null},"logprobs":null,"finish_reason":null,"matched_stop":null}],"usage":{"prompt_tokens":9,"total_tokens":11,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":5},"reasoning_tokens":0}}

            data: {"id":"3f","object":"chat.completion.chunk","created":1,"model":"org/m","choices":[{"index":0,"delta":{"role":null,"content":null,"reasoning_content":null,"tool_calls":null},"logprobs":null,"finish_reason":"stop","matched_stop":151645}],"usage":null,"sglext":{"cached_tokens_details":{"device":5,"host":0}}}

            data: {"id":"3f","object":"chat.completion.chunk","created":1,"model":"org/m","choices":[],"usage":{"prompt_tokens":9,"total_tokens":12,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":5},"reasoning_tokens":0}}

            data: [DONE]

            """;

    @Test
    void keepsRunningCountsOfSglangAndTakesItsOwnMembersOut() {
        var counts = new TokenCounts();
        String output = translate(new SglangCodec(), SGLANG, false, counts, null);

        assertThat(counts.inputTokens()).isEqualTo(9);
        assertThat(counts.cachedTokens()).isEqualTo(5);
        assertThat(counts.outputTokens()).isEqualTo(3);
        assertThat(output).doesNotContain("usage", "sglext").contains("안녕");
    }

    @Test
    void keepsRunningCountsOfLlamaCppAndTakesThemOut() {
        var counts = new TokenCounts();
        String output = translate(new LlamaCppCodec(), LLAMA_CPP, false, counts, null);

        assertThat(counts.inputTokens()).isEqualTo(12);
        assertThat(counts.cachedTokens()).isEqualTo(4);
        assertThat(counts.outputTokens()).isEqualTo(2);
        assertThat(counts.fromEngine()).isTrue();
        assertThat(output)
                .doesNotContain("timings", "usage", "chatcmpl-x", "[DONE]")
                .contains("한", "옥");
        assertThat(output.lines().filter(line -> line.startsWith("data: {\"id\":\"ours\",\"model\":\"name\",")))
                .hasSize(4);
    }

    @Test
    void keepsRunningCountsOfVllmAndGivesUsageWhereItBelongs() {
        var counts = new TokenCounts();
        List<String> events = translate(new VllmCodec(), VLLM, true, counts, null)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();

        assertThat(counts.inputTokens()).isEqualTo(9);
        assertThat(counts.outputTokens()).isEqualTo(2);
        assertThat(events).hasSize(4);
        assertThat(events.subList(0, 3)).allSatisfy(event -> assertThat(event).endsWith(",\"usage\":null}"));
        assertThat(events.getLast()).contains("\"completion_tokens\":2");
    }

    @Test
    void countsChunksOfTextWhereAnEngineStatesNothingUntilItsEnd() {
        var counts = new TokenCounts();
        var translator = new StreamTranslator(new OpenAiCodec(), "ours", "name", false, counts);
        int beforeUsage = VLLM.indexOf("\"choices\":[],");
        String withoutRunning = VLLM.replaceAll(",\"usage\":\\{[^}]*}}\n\ndata: \\{\"id\"", "}\n\ndata: {\"id\"");
        byte[] cut = bytes(withoutRunning.substring(0, withoutRunning.indexOf("\"choices\":[],")));
        translator.feed(cut, 0, cut.length);

        assertThat(beforeUsage).isPositive();
        assertThat(counts.outputTokens()).isEqualTo(2);
        assertThat(counts.fromEngine()).isFalse();
    }

    @Test
    void believesTheEngineOverAnEstimate() {
        var counts = new TokenCounts();
        counts.estimateOneMore();
        counts.estimateOneMore();
        counts.estimateOneMore();
        counts.state(5, -1, 2);
        assertThat(counts.outputTokens()).isEqualTo(2);
        counts.state(5, -1, 1);
        assertThat(counts.outputTokens()).isEqualTo(2);
    }

    @Test
    void countsNoChunkThatTheEngineCountsItself() {
        var counts = new TokenCounts();
        translate(new OpenAiCodec(), VLLM, false, counts, null);
        assertThat(counts.outputTokens()).isEqualTo(2);
        assertThat(counts.fromEngine()).isTrue();

        // The engine counts the first chunk of text, leaves the second to us, and has the last word.
        String secondUncounted = VLLM.replace(
                ",\"usage\":{\"prompt_tokens\":9,\"total_tokens\":11,\"completion_tokens\":2}}\n\ndata: {\"id\"",
                "}\n\ndata: {\"id\"");
        var partly = new TokenCounts();
        var translator = new StreamTranslator(new OpenAiCodec(), "ours", "name", false, partly);
        int usageChunk = secondUncounted.lastIndexOf("data: {");
        byte[] chunks = bytes(secondUncounted.substring(0, usageChunk));
        translator.feed(chunks, 0, chunks.length);
        assertThat(partly.outputTokens()).isEqualTo(2);
        byte[] end = bytes(
                secondUncounted.substring(usageChunk).replace("\"completion_tokens\":2", "\"completion_tokens\":1"));
        translator.feed(end, 0, end.length);
        assertThat(partly.outputTokens()).isEqualTo(1);
    }

    @Test
    void takesPartsOfTheCountsWhereAnEngineStatesThem() {
        String stated = VLLM.replace(
                "\"completion_tokens\":2}}",
                "\"completion_tokens\":2,\"completion_tokens_details\":{\"reasoning_tokens\":1},"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":3,\"image_tokens\":4}}}");
        for (EngineCodec codec : List.of(new VllmCodec(), new SglangCodec(), new LlamaCppCodec())) {
            var counts = new TokenCounts();
            String output = translate(codec, stated, true, counts, null);
            assertThat(List.of(counts.inputTokens(), counts.cachedTokens(), counts.imageTokens()))
                    .containsExactly(9L, 3L, 4L);
            assertThat(List.of(counts.outputTokens(), counts.reasoningTokens())).containsExactly(2L, 1L);
            assertThat(output).contains("\"reasoning_tokens\":1", "\"image_tokens\":4");
        }
        var ofSglang = new TokenCounts();
        translate(
                new SglangCodec(),
                SGLANG.replace("\"reasoning_tokens\":0", "\"reasoning_tokens\":1"),
                false,
                ofSglang,
                null);
        assertThat(ofSglang.reasoningTokens()).isEqualTo(1);
    }

    @Test
    void takesPartsOfAWholeAnswersCountsWhereverTheEngineHasThem() {
        for (String reasoning :
                List.of("\"completion_tokens_details\":{\"reasoning_tokens\":4}", "\"reasoning_tokens\":4")) {
            byte[] body =
                    bytes("{\"choices\":[],\"usage\":{" + reasoning + ",\"prompt_tokens\":9,\"completion_tokens\":6,"
                            + "\"prompt_tokens_details\":{\"image_tokens\":8,\"cached_tokens\":3}}}");
            for (EngineCodec codec :
                    List.of(new VllmCodec(), new SglangCodec(), new LlamaCppCodec(), new OpenAiCodec())) {
                var counts = new TokenCounts();
                assertThat(BodyTranslator.translate(codec, body, "ours", "name", counts))
                        .isNotNull();
                assertThat(List.of(counts.inputTokens(), counts.cachedTokens(), counts.imageTokens()))
                        .as("no more of images than was computed")
                        .containsExactly(9L, 3L, 6L);
                assertThat(List.of(counts.outputTokens(), counts.reasoningTokens()))
                        .containsExactly(6L, 4L);
            }
        }
    }

    @Test
    void whatWasCountedWithTheLastReasoningBeforeTheAnswerIsReasoning() {
        for (String name : List.of("reasoning_content", "reasoning")) {
            String stream = running("{\"role\":\"assistant\",\"content\":\"\"}", 0)
                    + running("{\"" + name + "\":\"음\"}", 2)
                    + running("{\"content\":null,\"" + name + "\":\"\\\"content\\\":\\\"답\"}", 5)
                    + running("{\"content\":\"\"}", 6)
                    + running("{\"content\":\"답\"}", 7)
                    + running("{\"" + name + "\":\"다시\"}", 9)
                    + "data: [DONE]\n\n";
            assertThat(reasoning(new VllmCodec(), stream)).containsExactly(9L, 5L);
            assertThat(reasoning(new SglangCodec(), stream)).containsExactly(9L, 5L);
            assertThat(reasoning(new OpenAiCodec(), stream).getLast())
                    .as("no running count is asked for")
                    .isZero();
        }
        String withTool = running("{\"reasoning\":\"음\"}", 3)
                + running("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]}", 4)
                + running("{\"reasoning\":\"음\"}", 5)
                + "data: [DONE]\n\n";
        assertThat(reasoning(new VllmCodec(), withTool)).containsExactly(5L, 3L);
    }

    @Property(tries = 200)
    void partsAreNeverMoreThanTheirWholesWhateverAnEngineStates(@ForAll long seed) {
        Random random = new Random(seed);
        var counts = new TokenCounts();
        for (int i = 0; i < 20; i++) {
            counts.state(random.nextInt(50) - 1, random.nextInt(50) - 1, random.nextInt(50) - 1);
            counts.stateParts(random.nextInt(80) - 1, random.nextInt(80) - 1);
            if (random.nextInt(4) == 0) {
                counts.reasonedSoFar();
            }
            assertThat(counts.cachedTokens() + counts.imageTokens()).isBetween(0L, counts.inputTokens());
            assertThat(counts.reasoningTokens()).isBetween(0L, counts.outputTokens());
        }
    }

    /** Output tokens, and how many of them are reasoning. */
    private static List<Long> reasoning(EngineCodec codec, String stream) {
        var counts = new TokenCounts();
        translate(codec, stream, false, counts, null);
        return List.of(counts.outputTokens(), counts.reasoningTokens());
    }

    private static String running(String delta, int tokens) {
        return "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + "}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":" + tokens + "}}\n\n";
    }

    @Test
    void handsNothingOnAfterAnErrorInTheStream() {
        var counts = new TokenCounts();
        var translator = new StreamTranslator(new VllmCodec(), "ours", "name", false, counts);
        byte[] stream = bytes("data: {\"error\":{\"message\":\"boom\",\"code\":500}}\n\n" + VLLM);
        translator.feed(stream, 0, stream.length);

        assertThat(translator.error()).isNotNull();
        assertThat(translator.output().length()).isZero();
        assertThat(translator.isDone()).isFalse();
    }

    @Property(tries = 200)
    void saysTheSameHoweverTheBytesArrive(@ForAll long seed) {
        for (EngineCodec codec : List.of(new LlamaCppCodec(), new VllmCodec(), new SglangCodec(), new OpenAiCodec())) {
            for (String stream : List.of(LLAMA_CPP, VLLM, SGLANG, VLLM.replace("\n", "\r\n"))) {
                var whole = new TokenCounts();
                var pieces = new TokenCounts();
                String expected = translate(codec, stream, true, whole, null);
                assertThat(translate(codec, stream, true, pieces, new Random(seed)))
                        .isEqualTo(expected);
                assertThat(pieces.outputTokens()).isEqualTo(whole.outputTokens());
            }
        }
    }

    @Test
    void cutsNoCharacterWhereverAStreamIsCut() throws Exception {
        byte[] bytes = bytes(VLLM.replace("안", "안😀").replace("녕", "🇰🇷녕"));
        for (int first = 1; first < bytes.length; first++) {
            var translator = new StreamTranslator(new VllmCodec(), "ours", "name", false, new TokenCounts());
            var text = new StringBuilder();
            int at = 0;
            for (int end : new int[] {first, Math.min(first + 1, bytes.length), bytes.length}) {
                translator.feed(bytes, at, end);
                // What goes to the client at once is text by itself, so that no reader depends on the next packet.
                text.append(strictly(translator.output()));
                at = end;
            }
            assertThat(text).as("cut at %d", first).contains("\"안😀\"", "\"🇰🇷녕\"");
        }
    }

    @Test
    void holdsTheFirstHalfOfACharacterUntilTheSecondComes() throws Exception {
        assertThat(chunks(delta("content", "웃음 \\ud83d"), delta("content", "\\uDE00!")))
                .containsExactly(delta("content", "웃음 "), delta("content", "😀!"));
        assertThat(chunks(delta("reasoning_content", "\\ud83d"), delta("content", "가"), delta("content", "나")))
                .containsExactly(delta("reasoning_content", ""), delta("content", "가"), delta("content", "나"));
        assertThat(chunks(call(0, "\\ud83d"), call(1, "\\ud83c"), call(0, "\\ude00"), call(1, "\\udf00")))
                .containsExactly(call(0, ""), call(1, ""), call(0, "😀"), call(1, "🌀"));
        assertThat(chunks(
                        "{\"index\":1,\"text\":\"\\ud83d\"}",
                        "{\"index\":0,\"text\":\"가\"}",
                        "{\"text\":\"\\ude00\",\"index\":1}"))
                .containsExactly(
                        "{\"index\":1,\"text\":\"\"}", "{\"index\":0,\"text\":\"가\"}", "{\"text\":\"😀\",\"index\":1}");
    }

    @Test
    void replacesHalvesThatNeverBecomeWholeAndLeavesTheRestAsItWas() throws Exception {
        assertThat(chunks(delta("content", "\\ud83d"), delta("content", ""), delta("content", "가\\ude00")))
                .containsExactly(delta("content", ""), delta("content", ""), delta("content", "\uFFFD가\uFFFD"));
        String logprobs = "\"logprobs\":{\"content\":[{\"token\":\"%s\",\"logprob\":-0.10}]}}";
        assertThat(chunks("{\"index\":0,\"delta\":{\"content\":\"\\ud83d\"}," + logprobs.formatted("\\ud83d")))
                .containsExactly("{\"index\":0,\"delta\":{\"content\":\"\"}," + logprobs.formatted("\uFFFD"));
        assertThat(chunks(delta("content", "대\\\\ud83d"))).containsExactly(delta("content", "대\\\\ud83d"));
    }

    private static String delta(String member, String text) {
        return "{\"index\":0,\"delta\":{\"" + member + "\":\"" + text + "\"}}";
    }

    private static String call(int index, String arguments) {
        return "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":\""
                + arguments + "\"}}]}}";
    }

    /** What becomes of the choice of each chunk. */
    private static List<String> chunks(String... choices) throws Exception {
        var translator = new StreamTranslator(new OpenAiCodec(), "ours", "name", false, new TokenCounts());
        List<String> found = new ArrayList<>();
        for (String choice : choices) {
            byte[] event = bytes("data: {\"choices\":[" + choice + "]}\n\n");
            translator.feed(event, 0, event.length);
            String output = strictly(translator.output());
            found.add(output.substring(output.indexOf('[') + 1, output.lastIndexOf(']')));
        }
        return found;
    }

    private static String strictly(Bytes output) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(output.copy()))
                .toString();
    }

    private static String translate(
            EngineCodec codec, String stream, boolean includeUsage, TokenCounts counts, @Nullable Random cuts) {
        var translator = new StreamTranslator(codec, "ours", "name", includeUsage, counts);
        var output = new Bytes();
        byte[] bytes = bytes(stream);
        int at = 0;
        while (at < bytes.length) {
            int end = cuts == null ? bytes.length : Math.min(bytes.length, at + 1 + cuts.nextInt(40));
            translator.feed(bytes, at, end);
            output.add(translator.output().array(), 0, translator.output().length());
            at = end;
        }
        assertThat(translator.isDone()).isTrue();
        return new String(output.copy(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
