package cloud.hanok.api.gateway;

import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.compliance.guard.AnswerText;
import cloud.hanok.compliance.guard.AnswerText.Kind;
import cloud.hanok.compliance.guard.GuardedRequest;
import cloud.hanok.compliance.guard.TextFilter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stage 8, for one attempt: every text of an answer in OpenAI's form goes through the filters of its guards, whether it comes whole or in
 * pieces. What a filter held back comes with the chunk that ends its choice. Probabilities of tokens are left out: they spell what a
 * filter may have taken away.
 */
final class GuardedAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, Kind> MESSAGE_TEXTS = Map.of(
            "content",
            Kind.CONTENT,
            "refusal",
            Kind.CONTENT,
            "reasoning_content",
            Kind.REASONING,
            "reasoning",
            Kind.REASONING);

    private final GuardedRequest by;
    private final Map<Place, TextFilter> filters = new LinkedHashMap<>();
    private ObjectNode latest = JsonNodeFactory.instance.objectNode();

    /**
     * One text of the answer.
     *
     * @param member that holds it
     */
    private record Place(int choice, String member, int tool) {}

    GuardedAnswer(GuardedRequest by) {
        this.by = by;
    }

    /**
     * The events as they may be shown.
     *
     * @param events whole events, each {@code data: {...}} and a blank line; replaced
     * @throws cloud.hanok.api.error.ApiException when a guard refuses a tool that is called
     * @throws StreamForm.UnreadableException when they cannot be read
     */
    void filter(Bytes events) {
        if (events.length() == 0) {
            return;
        }
        byte[] all = events.copy();
        events.clear();
        int at = 0;
        while (at < all.length) {
            int end = endOfEvent(all, at);
            events.add(DATA).add(event(all, at + DATA.length, end)).add(END_OF_EVENT);
            at = end + END_OF_EVENT.length;
        }
    }

    /** The stream is whole: adds what is still held back, of choices that no chunk ended. */
    void end(Bytes events) {
        while (!filters.isEmpty()) {
            int index = filters.keySet().iterator().next().choice();
            ObjectNode choice = JsonNodeFactory.instance.objectNode().put("index", index);
            flush(choice, "delta", index);
            if (choice.size() > 1) {
                choice.withObject("delta");
                choice.putNull("finish_reason");
                ObjectNode event = latest.deepCopy();
                event.putArray("choices").add(choice);
                events.add(DATA).add(BodyTree.bytes(event)).add(END_OF_EVENT);
            }
        }
    }

    /**
     * A whole answer as it may be shown, in the engine's own form.
     *
     * @return null when it cannot be read
     * @throws cloud.hanok.api.error.ApiException when a guard refuses a tool that is called
     */
    byte @Nullable [] body(byte[] whole) {
        try {
            if (!(JSON.readTree(whole) instanceof ObjectNode answer)
                    || !(answer.get("choices") instanceof ArrayNode choices)) {
                return null;
            }
            choices.forEach(choice -> choice(choice, "message", true));
            return JSON.writeValueAsBytes(answer);
        } catch (IOException e) {
            return null;
        }
    }

    private static int endOfEvent(byte[] bytes, int from) {
        int at = from;
        while (!(bytes[at] == '\n' && bytes[at + 1] == '\n')) {
            at++;
        }
        return at;
    }

    private byte[] event(byte[] bytes, int from, int to) {
        JsonNode event;
        try {
            event = JSON.readTree(bytes, from, to - from);
        } catch (IOException e) {
            throw new StreamForm.UnreadableException(e);
        }
        if (event instanceof ObjectNode chunk && !chunk.path("choices").isEmpty()) {
            latest = chunk;
            chunk.path("choices").forEach(choice -> choice(choice, "delta", !isAbsent(choice.path("finish_reason"))));
        }
        return BodyTree.bytes(event);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** @param last whether nothing more of this choice follows */
    private void choice(JsonNode choice, String holder, boolean last) {
        if (!(choice instanceof ObjectNode one)) {
            return;
        }
        if (one.has("logprobs")) {
            one.putNull("logprobs");
        }
        int index = one.path("index").asInt(0);
        texts(one, index, Map.of("text", Kind.CONTENT));
        if (one.get(holder) instanceof ObjectNode message) {
            texts(message, index, MESSAGE_TEXTS);
            tools(message, index);
        }
        if (last) {
            flush(one, holder, index);
        }
    }

    private void texts(ObjectNode of, int choice, Map<String, Kind> kinds) {
        kinds.forEach((member, kind) -> {
            if (of.path(member).isTextual()) {
                var filter = filter(new Place(choice, member, 0), kind);
                of.put(member, filter.feed(of.path(member).asText()));
            }
        });
    }

    private void tools(ObjectNode message, int choice) {
        int place = 0;
        for (JsonNode call : message.path("tool_calls")) {
            String name = call.path("function").path("name").asText("");
            if (!name.isEmpty()) {
                GuardRefusals.checkTool(by, name);
            }
            int tool = call.path("index").asInt(place);
            if (call.get("function") instanceof ObjectNode function
                    && function.path("arguments").isTextual()) {
                var filter = filter(new Place(choice, "arguments", tool), Kind.TOOL_ARGUMENTS);
                function.put("arguments", filter.feed(function.path("arguments").asText()));
            }
            place++;
        }
    }

    private TextFilter filter(Place place, Kind kind) {
        return filters.computeIfAbsent(place, of -> by.answer(new AnswerText(of.choice(), kind, of.tool())));
    }

    /** What the filters of a choice held back is put where it belongs, in the chunk that ends it. */
    private void flush(ObjectNode choice, String holder, int index) {
        for (var each = filters.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Place, TextFilter> one = each.next();
            Place place = one.getKey();
            if (place.choice() != index) {
                continue;
            }
            String rest = one.getValue().end();
            each.remove();
            if (rest.isEmpty()) {
                continue;
            }
            if (place.member().equals("text")) {
                append(choice, "text", rest);
            } else if (place.member().equals("arguments")) {
                append(toolCall(choice.withObject(holder), place.tool()).withObject("function"), "arguments", rest);
            } else {
                append(choice.withObject(holder), place.member(), rest);
            }
        }
    }

    private static void append(ObjectNode to, String member, String rest) {
        to.put(member, to.path(member).asText("") + rest);
    }

    /** The call with this index, made where the chunk has none of it: clients join pieces by the index. */
    private static ObjectNode toolCall(ObjectNode message, int index) {
        ArrayNode calls =
                message.path("tool_calls") instanceof ArrayNode given ? given : message.putArray("tool_calls");
        int place = 0;
        for (JsonNode call : calls) {
            if (call instanceof ObjectNode known && call.path("index").asInt(place) == index) {
                return known;
            }
            place++;
        }
        ObjectNode made = JsonNodeFactory.instance.objectNode().put("index", index);
        calls.add(made);
        return made;
    }
}
