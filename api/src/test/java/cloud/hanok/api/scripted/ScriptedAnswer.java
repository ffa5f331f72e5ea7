package cloud.hanok.api.scripted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of an answer, always the same for the same script, in the shapes of llama.cpp's server and of vLLM. */
final class ScriptedAnswer {
    /** Events of a stream before its first token: the one with the role. */
    static final int EVENTS_BEFORE_TOKENS = 1;

    private static final String[] WORDS = {"대한민국의 ", "수도는 ", "서울", "이며, ", "한강이 ", "가운데로 ", "흐릅니다", ". "};
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
        List<byte[]> events = new ArrayList<>();
        events.add(chunk("{\"role\":\"assistant\",\"content\":null}", "null", 0));
        for (int number = 1; number <= script.tokens(); number++) {
            events.add(chunk("{\"content\":\"" + token(number) + "\"}", "null", number));
        }
        events.add(chunk("{}", "\"stop\"", script.tokens()));
        if (script.usage() && asked.includeUsage()) {
            events.add(event(head("chat.completion.chunk") + "\"choices\":[],\"usage\":" + usage(script.tokens(), true)
                    + timings(script.tokens()) + "}"));
        }
        events.add(event("[DONE]"));
        return events;
    }

    /** The body of an answer without streaming. */
    byte[] body() {
        StringBuilder text = new StringBuilder();
        for (int number = 1; number <= script.tokens(); number++) {
            text.append(token(number));
        }
        String body = head("chat.completion") + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"" + text + "\"}}]"
                + (script.usage() ? ",\"usage\":" + usage(script.tokens(), true) : "") + "}";
        return body.getBytes(StandardCharsets.UTF_8);
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
        String cached = details || script.cachedTokens() > 0
                ? ",\"prompt_tokens_details\":{\"cached_tokens\":" + script.cachedTokens() + "}"
                : "";
        return "{\"prompt_tokens\":" + script.promptTokens() + ",\"completion_tokens\":" + tokens + ",\"total_tokens\":"
                + (script.promptTokens() + tokens) + cached + "}";
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
