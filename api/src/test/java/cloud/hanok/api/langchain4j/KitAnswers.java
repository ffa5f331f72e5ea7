package cloud.hanok.api.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A model that knows the answers to the kit's questions. It looks at nothing but the request that the engine gets, and
 * does what engines do with it: a format, a tool, a result, an image or a limit that did not reach it changes nothing.
 */
final class KitAnswers implements Function<JsonNode, ObjectNode> {
    /** The name of the story's script: an answer that outlives its reader. */
    static final String STORY = "kit-story";

    private static final int STORY_TOKENS = 4_000;
    private static final int STORY_GAP_MILLIS = 5;
    private static final int PIECE = 3;
    private static final String DATA_URL = ";base64,";
    private static final Pattern FAVOURITE = Pattern.compile("my favorite color is (\\w+)");

    /** Which tool answers which question, and with what arguments. */
    private static final List<Known> TOOLS = List.of(
            new Known("Munich", "getWeather", "{\"city\":\"Munich\"}"),
            new Known("time in France", "getTime", "{\"country\":\"France\"}"),
            new Known("time now", "get_current_time", "{}"));

    private static final Map<String, byte[]> IMAGES =
            Map.of("a cat", image("/images/cat.jpg"), "dice", image("/images/dice.jpg"));

    private record Known(String question, String tool, String arguments) {}

    @Override
    public ObjectNode apply(JsonNode request) {
        ObjectNode script = JsonNodeFactory.instance.objectNode().put("piece", PIECE);
        if (!request.has("messages")) {
            return script;
        }
        List<JsonNode> messages = list(request.get("messages"));
        JsonNode last = messages.getLast();
        List<Known> called = last.path("role").asText().equals("tool") ? List.of() : calls(request, text(last));
        if (!called.isEmpty()) {
            var calls = script.put("tokens", 0).putArray("calls");
            called.forEach(each -> calls.addObject().put("name", each.tool).put("arguments", each.arguments));
            return script;
        }
        if (text(last).contains("long story")) {
            return script.put("name", STORY).put("tokens", STORY_TOKENS).put("gapMillis", STORY_GAP_MILLIS);
        }
        return limited(script, request, answer(request, messages));
    }

    /** As an engine ends an answer: before the first stop sequence, or at the number of tokens. */
    private static ObjectNode limited(ObjectNode script, JsonNode request, String answer) {
        String said = answer;
        for (JsonNode stop : request.path("stop")) {
            int at = said.indexOf(stop.asText());
            said = at < 0 ? said : said.substring(0, at);
        }
        int tokens = (said.length() + PIECE - 1) / PIECE;
        int limit = request.path("max_completion_tokens")
                .asInt(request.path("max_tokens").asInt(Integer.MAX_VALUE));
        if (tokens > limit) {
            script.put("tokens", limit).put("finish", "length");
        }
        return script.put("says", said);
    }

    private static List<Known> calls(JsonNode request, String question) {
        List<String> offered = list(request.path("tools")).stream()
                .map(tool -> tool.at("/function/name").asText())
                .toList();
        return TOOLS.stream()
                .filter(known -> question.contains(known.question) && offered.contains(known.tool))
                .toList();
    }

    private static String answer(JsonNode request, List<JsonNode> messages) {
        String question = text(messages.getLast());
        String format = request.at("/response_format/type").asText();
        JsonNode wanted = request.at("/response_format/json_schema/schema/properties");
        List<JsonNode> results = messages.stream()
                .filter(message -> message.path("role").asText().equals("tool"))
                .toList();
        if (!results.isEmpty()) {
            String told =
                    String.join(" and ", results.stream().map(KitAnswers::text).toList());
            return wanted.has("weather") ? "{\"weather\":\"" + told + "\"}" : "The tools say: " + told + ".";
        }
        if (format.equals("json_object") || wanted.has("city")) {
            return "{\"city\": \"Berlin\"}";
        }
        if (question.contains("What do you see")) {
            return "I see " + String.join(" and ", seen(messages.getLast())) + ".";
        }
        if (question.contains("favorite color")) {
            return "It is " + favourite(messages).orElse("not known to me") + ".";
        }
        if (question.contains("I love you")) {
            return text(messages.getFirst()).contains("into German") ? "Ich liebe dich." : question;
        }
        if (question.contains("Hello World")) {
            return "Hello World, and good morning.";
        }
        return "The capital of Germany is Berlin, and 2 + 2 is 4.";
    }

    private static Optional<String> favourite(List<JsonNode> messages) {
        return messages.stream()
                .map(message -> FAVOURITE.matcher(text(message)))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    /** What is on the images, for which not one byte of them may be another one. */
    private static List<String> seen(JsonNode message) {
        List<String> seen = new ArrayList<>();
        for (JsonNode part : message.path("content")) {
            String url = part.at("/image_url/url").asText();
            int data = url.indexOf(DATA_URL);
            if (data < 0) {
                continue;
            }
            byte[] bytes = Base64.getDecoder().decode(url.substring(data + DATA_URL.length()));
            IMAGES.forEach((name, image) -> {
                if (Arrays.equals(image, bytes)) {
                    seen.add(name);
                }
            });
        }
        return seen;
    }

    private static String text(JsonNode message) {
        JsonNode content = message.path("content");
        return content.isArray()
                ? String.join(
                        "",
                        list(content).stream()
                                .map(part -> part.path("text").asText())
                                .toList())
                : content.asText();
    }

    private static List<JsonNode> list(JsonNode array) {
        Stream<JsonNode> elements = StreamSupport.stream(array.spliterator(), false);
        return elements.toList();
    }

    private static byte[] image(String resource) {
        try (InputStream image = Objects.requireNonNull(AbstractChatModelIT.class.getResourceAsStream(resource))) {
            return image.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
