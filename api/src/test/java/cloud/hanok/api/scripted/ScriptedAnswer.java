package cloud.hanok.api.scripted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer, always the same for the same script, in the shapes of llama.cpp's server and of vLLM. */
final class ScriptedAnswer {
    /** Events of a stream before its first token: the one with the role. */
    static final int EVENTS_BEFORE_TOKENS = 1;

    private static final String[] WORDS = {"대한민국의 ", "수도는 ", "서울", "이며, ", "한강이 ", "가운데로 ", "흐릅니다", ". "};
    private static final int HALF = 6;
    private static final String CREATED = "\"created\":1767225600";

    private final Script script;
    private final Asked asked;

    ScriptedAnswer(Script script, Asked asked) {
        this.script = script;
        this.asked = asked;
    }

    /** The text of a token, counted from 1. */
    static String token(int number) {
        return WORDS[(number - 1) % WORDS.length];
    }

    /** All events of the stream in order: role, tokens, finish, usage if asked, {@code [DONE]}. */
    List<byte[]> events() {
        if (asked.kind() == Asked.Kind.COMPLETION) {
            return completion();
        }
        List<byte[]> events = new ArrayList<>();
        events.add(chunk("{\"role\":\"assistant\",\"content\":null}", "null", 0));
        for (int number = 1; number <= script.thoughts(); number++) {
            events.add(chunk("{\"reasoning_content\":" + quoted(script.token(number)) + "}", "null", number));
        }
        for (int number = 1; number <= script.tokens(); number++) {
            events.add(chunk("{\"content\":" + quoted(script.token(number)) + "}", "null", script.thoughts() + number));
        }
        for (int call = 0; call < script.calls().size(); call++) {
            int before = script.thoughts() + script.tokens() + 3 * call;
            String arguments = script.calls().get(call).arguments();
            int half = Math.min(HALF, arguments.length());
            events.add(chunk(
                    toolDelta(
                            call,
                            ",\"id\":\"call_" + call + "\",\"type\":\"function\"",
                            script.calls().get(call).name(),
                            ""),
                    "null",
                    before + 1));
            events.add(chunk(toolDelta(call, "", null, arguments.substring(0, half)), "null", before + 2));
            events.add(chunk(toolDelta(call, "", null, arguments.substring(half)), "null", before + 3));
        }
        events.add(chunk("{}", finish(), generated()));
        if (script.usage() && asked.includeUsage()) {
            events.add(event(head("chat.completion.chunk") + "\"choices\":[],\"usage\":" + usage(generated(), true)
                    + timings(generated()) + "}"));
        }
        events.add(event("[DONE]"));
        return events;
    }

    private List<byte[]> completion() {
        List<byte[]> events = new ArrayList<>();
        for (int number = 1; number <= script.tokens(); number++) {
            events.add(event(head("text_completion") + "\"choices\":[{\"index\":0,\"text\":"
                    + quoted(script.token(number))
                    + ",\"logprobs\":null,\"finish_reason\":" + (number == script.tokens() ? finish() : "null") + "}]"
                    + runningUsage(number) + timings(number) + "}"));
        }
        if (script.usage() && asked.includeUsage()) {
            events.add(
                    event(head("text_completion") + "\"choices\":[],\"usage\":" + usage(script.tokens(), true) + "}"));
        }
        events.add(event("[DONE]"));
        return events;
    }

    private static String toolDelta(int call, String identity, @Nullable String name, String arguments) {
        return "{\"tool_calls\":[{\"index\":" + call + identity + ",\"function\":{"
                + (name == null ? "" : "\"name\":\"" + name + "\",") + "\"arguments\":" + quoted(arguments) + "}}]}";
    }

    private String finish() {
        return !script.calls().isEmpty() ? "\"tool_calls\"" : "\"" + script.finish() + "\"";
    }

    /** A piece of a call's name or arguments is a token here. */
    private int generated() {
        return script.thoughts() + script.tokens() + 3 * script.calls().size();
    }

    /** The body of an answer without streaming. */
    byte[] body() {
        String usage = script.usage() ? ",\"usage\":" + usage(generated(), true) : "";
        String body = switch (asked.kind()) {
            case CHAT ->
                head("chat.completion") + "\"choices\":[{\"index\":0,\"finish_reason\":" + finish() + ",\"message\":"
                        + message() + "}]" + usage + "}";
            case COMPLETION ->
                head("text_completion") + "\"choices\":[{\"index\":0,\"text\":" + quoted(text(script.tokens()))
                        + ",\"logprobs\":null,\"finish_reason\":" + finish() + "}]" + usage + "}";
            case EMBEDDING -> embeddings();
            case COUNT -> "{\"input_tokens\":" + script.promptTokens() + "}";
            case TOKENIZE ->
                "{\"tokens\":[{\"id\":7,\"piece\":\"서울\"},{\"id\":8,\"piece\":[236,180]},{\"id\":9,\"piece\":\"!\"}]}";
            case DETOKENIZE -> "{\"content\":\"서울!\"}";
        };
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private String text(int tokens) {
        StringBuilder text = new StringBuilder();
        for (int number = 1; number <= tokens; number++) {
            text.append(script.token(number));
        }
        return text.toString();
    }

    private String message() {
        StringBuilder calls = new StringBuilder();
        for (int call = 0; call < script.calls().size(); call++) {
            Script.Call called = script.calls().get(call);
            calls.append(call == 0 ? "" : ",")
                    .append("{\"id\":\"call_" + call + "\",\"type\":\"function\",\"function\":{\"name\":\""
                            + called.name() + "\",\"arguments\":" + quoted(called.arguments()) + "}}");
        }
        return "{\"role\":\"assistant\",\"content\":" + quoted(text(script.tokens()))
                + (script.thoughts() > 0 ? ",\"reasoning_content\":" + quoted(text(script.thoughts())) : "")
                + (calls.isEmpty() ? "" : ",\"tool_calls\":[" + calls + "]") + "}";
    }

    /** Vectors of numbers that no decimal fraction of few digits is. */
    private String embeddings() {
        StringBuilder data = new StringBuilder();
        for (int input = 0; input < asked.inputs(); input++) {
            data.append(input == 0 ? "" : ",")
                    .append("{\"object\":\"embedding\",\"index\":" + input + ",\"embedding\":[");
            for (int at = 0; at < script.dimensions(); at++) {
                data.append(at == 0 ? "" : ",").append(number(input, at));
            }
            data.append("]}");
        }
        return "{\"object\":\"list\",\"model\":\"script\",\"data\":[" + data + "]"
                + (script.usage()
                        ? ",\"usage\":{\"prompt_tokens\":" + script.promptTokens() + ",\"total_tokens\":"
                                + script.promptTokens() + "}"
                        : "")
                + "}";
    }

    /** A JSON string. Half a character that stands alone, of which UTF-8 knows nothing, is escaped. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < ' '
                    || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE)) {
                quoted.append("\\u%04x".formatted(character));
            } else {
                quoted.appendCodePoint(character);
            }
        });
        return quoted.append('"').toString();
    }

    /** What stands at a place of a vector. */
    static float number(int input, int at) {
        return (input - at) / 7.0f;
    }

    /** The body of an error; 400 is the one of a context that is too short. */
    byte[] error() {
        String body = script.status() == 400
                ? "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\","
                        + "\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":" + script.promptTokens()
                        + ",\"n_ctx\":8}}"
                : "{\"error\":{\"code\":" + script.status()
                        + ",\"message\":\"as the script says\",\"type\":\"server_error\"}}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] chunk(String delta, String finish, int tokens) {
        return event(head("chat.completion.chunk") + "\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"finish_reason\":" + finish + "}]" + runningUsage(tokens) + timings(tokens) + "}");
    }

    private String head(String object) {
        return "{\"id\":\"chatcmpl-script\",\"object\":\"" + object + "\"," + CREATED + ",\"model\":\"script\",";
    }

    private String runningUsage(int tokens) {
        return script.running() && script.usage() && asked.continuousUsage()
                ? ",\"usage\":" + usage(tokens, false)
                : "";
    }

    private String usage(int tokens, boolean details) {
        String image = script.imageTokens() > 0 ? ",\"image_tokens\":" + script.imageTokens() : "";
        String ofPrompt = details || script.cachedTokens() > 0
                ? ",\"prompt_tokens_details\":{\"cached_tokens\":" + script.cachedTokens() + image + "}"
                : "";
        String ofCompletion = script.countsThoughts()
                ? ",\"completion_tokens_details\":{\"reasoning_tokens\":" + Math.min(tokens, script.thoughts()) + "}"
                : "";
        return "{\"prompt_tokens\":" + script.promptTokens() + ",\"completion_tokens\":" + tokens + ",\"total_tokens\":"
                + (script.promptTokens() + tokens) + ofPrompt + ofCompletion + "}";
    }

    /** llama.cpp counts the prompt's tokens it processed apart from those it had in its cache. */
    private String timings(int tokens) {
        if (!script.running() || !asked.timingsPerToken() || tokens == 0) {
            return "";
        }
        return ",\"timings\":{\"cache_n\":" + script.cachedTokens() + ",\"prompt_n\":"
                + (script.promptTokens() - script.cachedTokens()) + ",\"predicted_n\":" + tokens
                + ",\"predicted_ms\":" + tokens + ".5}";
    }

    private static byte[] event(String data) {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
