package cloud.hanok.api.scripted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one answer is to be like. A request says it in its model's name, {@code script;tokens=31;gapMillis=2}, in its last
 * user message (of a completion: its prompt; of embeddings: their first text), {@code {"script": {"tokens": 31}}}, or in both: the message wins. Keys are the components' names, and
 * {@code failures}: only so many requests of this name get the status, and those after them the answer.
 *
 * @param name comes back in the record of the request, so that a test finds it
 * @param tokens of the answer; in a stream one event each
 * @param promptTokens of the prompt, those from the cache included
 * @param cachedTokens of these, from the cache
 * @param imageTokens of these, of images; said where it is not 0
 * @param firstMillis before the first event, or before the head of an answer without streaming
 * @param gapMillis between two events; an answer without streaming waits for all of them
 * @param status other than 200 answers this error and nothing else
 * @param dieBeforeHead closes the connection (with a reset) without an answer
 * @param dieAfterTokens closes it after so many tokens; 0: after head and role; -1: never. Without streaming 0 and more
 *     closes in the middle of the body
 * @param hangBeforeHead never answers, and keeps the connection
 * @param hangAfterTokens stops after so many tokens and keeps the connection; -1: never
 * @param calls of tools after the text, in a stream each in three events: its name, and two pieces of its arguments. In a
 *     request a number of the usual calls, or a list of {@code {"name": ..., "arguments": ...}}
 * @param thoughts tokens of reasoning before the text
 * @param countsThoughts whether usage says how many they are
 * @param finish why it ended, where it calls no tool
 * @param dimensions of a vector
 * @param split sends each event in two packets, cut inside a character of several bytes
 * @param usage false: says nothing of usage, whatever is asked
 * @param running false: says nothing of running counts, whatever is asked
 * @param says the text of the answer, and of what tools are called with; empty: the usual words
 * @param piece characters of it that are a token
 */
record Script(
        String name,
        int tokens,
        int promptTokens,
        int cachedTokens,
        int imageTokens,
        int firstMillis,
        int gapMillis,
        int status,
        boolean dieBeforeHead,
        int dieAfterTokens,
        boolean hangBeforeHead,
        int hangAfterTokens,
        List<Call> calls,
        int thoughts,
        boolean countsThoughts,
        String finish,
        int dimensions,
        boolean split,
        boolean usage,
        boolean running,
        String says,
        int piece) {
    private static final String KEY = "script";
    private static final String ARGUMENTS = "{\"도시\":\"서울\"}";
    private static final int OK = 200;
    private static final int MAXIMUM_TOKENS = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A call of a tool.
     *
     * @param arguments a JSON object
     */
    record Call(String name, String arguments) {}

    /**
     * The script of a request.
     *
     * @param otherwise the keys that hold where the request says nothing else
     * @param earlier how many requests of a script's name came before this one
     * @throws IllegalArgumentException when a key is unknown or a value out of range
     */
    static Script of(JsonNode request, Function<JsonNode, ObjectNode> otherwise, ToLongFunction<String> earlier) {
        ObjectNode keys = otherwise.apply(request);
        readModel(request.path("model").asText(), keys);
        readMessage(lastUserText(request), keys);
        Script script = read(keys, earlier);
        keys.fieldNames().forEachRemaining(key -> {
            throw new IllegalArgumentException("a script has no key " + key);
        });
        if (script.tokens < 0 || script.tokens > MAXIMUM_TOKENS || script.cachedTokens > script.promptTokens) {
            throw new IllegalArgumentException("counts out of range: " + script);
        }
        return script;
    }

    private static Script read(ObjectNode keys, ToLongFunction<String> earlier) {
        String name = keys.has("name") ? keys.remove("name").asText() : "";
        int status = number(keys, "status", OK);
        int failures = number(keys, "failures", Integer.MAX_VALUE);
        String says = keys.has("says") ? keys.remove("says").asText() : "";
        int piece = number(keys, "piece", 3);
        return new Script(
                name,
                number(keys, "tokens", says.isEmpty() ? 28 : (says.length() + piece - 1) / piece),
                number(keys, "promptTokens", 12),
                number(keys, "cachedTokens", 0),
                number(keys, "imageTokens", 0),
                number(keys, "firstMillis", 0),
                number(keys, "gapMillis", 0),
                failures < Integer.MAX_VALUE && earlier.applyAsLong(name) >= failures ? OK : status,
                flag(keys, "dieBeforeHead", false),
                number(keys, "dieAfterTokens", -1),
                flag(keys, "hangBeforeHead", false),
                number(keys, "hangAfterTokens", -1),
                calls(keys.remove("calls"), says),
                number(keys, "thoughts", 0),
                flag(keys, "countsThoughts", false),
                keys.has("finish") ? keys.remove("finish").asText() : "stop",
                number(keys, "dimensions", 4),
                flag(keys, "split", false),
                flag(keys, "usage", true),
                flag(keys, "running", true),
                says,
                piece);
    }

    private static void readModel(String model, ObjectNode keys) {
        String[] parts = model.split(";");
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("key=value expected: " + parts[i]);
            }
            keys.put(
                    parts[i].substring(0, equals).strip(),
                    parts[i].substring(equals + 1).strip());
        }
    }

    private static void readMessage(String text, ObjectNode keys) {
        if (!text.startsWith("{")) {
            return;
        }
        try {
            if (JSON.readTree(text).path(KEY) instanceof ObjectNode script) {
                keys.setAll(script);
            }
        } catch (JsonProcessingException e) {
            // An ordinary message that begins with a brace.
            return;
        }
    }

    /** The text of a token, counted from 1. */
    String token(int number) {
        int from = (number - 1) * piece;
        return says.isEmpty()
                ? ScriptedAnswer.token(number)
                : says.substring(Math.min(from, says.length()), Math.min(from + piece, says.length()));
    }

    private static String lastUserText(JsonNode request) {
        for (String one : List.of("prompt", "input", "content")) {
            if (request.has(one)) {
                JsonNode text = request.get(one);
                return (text.isArray() ? text.path(0) : text).asText().strip();
            }
        }
        JsonNode messages = request.path("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            JsonNode content = messages.get(i).path("content");
            if (messages.get(i).path("role").asText().equals("user")) {
                return content.isArray()
                        ? content.path(0).path("text").asText().strip()
                        : content.asText().strip();
            }
        }
        return "";
    }

    private static List<Call> calls(@Nullable JsonNode value, String says) {
        List<Call> calls = new ArrayList<>();
        if (value != null && value.isArray()) {
            value.forEach(call -> calls.add(
                    new Call(call.path("name").asText(), call.path("arguments").asText())));
        } else if (value != null) {
            String arguments = says.isEmpty() ? ARGUMENTS : "{\"전화\":\"" + says + "\"}";
            for (int call = 0; call < Integer.parseInt(value.asText()); call++) {
                calls.add(new Call("get_weather_" + call, arguments));
            }
        }
        return List.copyOf(calls);
    }

    private static int number(ObjectNode keys, String key, int otherwise) {
        JsonNode value = keys.remove(key);
        return value == null ? otherwise : Integer.parseInt(value.asText());
    }

    private static boolean flag(ObjectNode keys, String key, boolean otherwise) {
        JsonNode value = keys.remove(key);
        return value == null ? otherwise : Boolean.parseBoolean(value.asText());
    }
}
