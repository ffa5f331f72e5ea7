package cloud.hanok.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a model answers, as items that are whole. */
final class OutputItem {
    private static final String COMPLETED = "completed";

    private OutputItem() {}

    /** A message with a text. */
    static ObjectNode message(String id, String text, ArrayNode logprobs) {
        ObjectNode item = begun(id, InputItems.MESSAGE).put("status", COMPLETED).put("role", "assistant");
        item.putArray("content").add(text(text, logprobs));
        return item;
    }

    /** A text. */
    static ObjectNode text(String text, ArrayNode logprobs) {
        ObjectNode part = ResponsesReader.JSON.createObjectNode();
        part.put("type", "output_text").put("text", text).putArray("annotations");
        part.set("logprobs", logprobs);
        return part;
    }

    /** What a model thought. */
    static ObjectNode reasoning(String id, String text) {
        ObjectNode item = begun(id, InputItems.REASONING).put("status", COMPLETED);
        item.putArray("summary");
        item.putArray("content").add(thought(text));
        return item;
    }

    /** A text that a model thought. */
    static ObjectNode thought(String text) {
        return ResponsesReader.JSON
                .createObjectNode()
                .put("type", "reasoning_text")
                .put("text", text);
    }

    /** A call of a function. */
    static ObjectNode call(String id, String callId, String name, String arguments) {
        return begun(id, InputItems.CALL)
                .put("status", COMPLETED)
                .put("call_id", callId)
                .put("name", name)
                .put("arguments", arguments);
    }

    static ObjectNode begun(String id, String type) {
        return ResponsesReader.JSON.createObjectNode().put("id", id).put("type", type);
    }

    /** How likely tokens were, of what a chat says of them. */
    static ArrayNode logprobs(JsonNode chat) {
        ArrayNode all = ResponsesReader.JSON.createArrayNode();
        for (JsonNode token : chat) {
            ObjectNode one = all.addObject();
            token(token, one);
            ArrayNode others = one.putArray("top_logprobs");
            token.path("top_logprobs").forEach(other -> token(other, others.addObject()));
        }
        return all;
    }

    private static void token(JsonNode said, ObjectNode to) {
        to.put("token", said.path("token").asText())
                .put("logprob", said.path("logprob").asDouble());
        JsonNode bytes = said.path("bytes");
        if (bytes.isArray()) {
            to.set("bytes", bytes);
        } else {
            to.putArray("bytes");
        }
    }
}
