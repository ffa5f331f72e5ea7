package cloud.hanok.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Items that were checked, as the messages of a chat. What stands before the conversation is one message, for there are templates that
 * take no second; calls belong to the message they come after; what a model thought earlier is left out, as its own template would.
 */
final class ItemConversation {
    private static final String SYSTEM = "system";
    private static final String ASSISTANT = "assistant";

    private final ArrayNode messages;
    private @Nullable ObjectNode head;
    private @Nullable ObjectNode open;
    private boolean begun;

    ItemConversation(ArrayNode messages) {
        this.messages = messages;
    }

    /** Adds what stands before the conversation. */
    void instructions(String text) {
        before(text);
    }

    /** Adds one item. */
    void add(JsonNode item) {
        switch (item.path("type").asText()) {
            case InputItems.MESSAGE -> message(item.path("role").asText(), item.path("content"));
            case InputItems.CALL -> call(item);
            case InputItems.CALL_OUTPUT -> {
                began();
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", item.path("call_id").asText())
                        .put("content", text(item.path("output")));
            }
            default -> {}
        }
    }

    private void message(String role, JsonNode content) {
        if (role.equals(SYSTEM) || role.equals("developer")) {
            if (begun) {
                messages.addObject().put("role", SYSTEM).put("content", text(content));
                open = null;
            } else {
                before(text(content));
            }
            return;
        }
        began();
        if (role.equals(ASSISTANT)) {
            open = messages.addObject().put("role", ASSISTANT).put("content", text(content, ""));
        } else {
            messages.addObject().put("role", "user").set("content", said(content));
        }
    }

    private void call(JsonNode item) {
        ObjectNode caller = open;
        if (caller == null) {
            began();
            caller = messages.addObject().put("role", ASSISTANT).putNull("content");
            open = caller;
        }
        caller.withArray("tool_calls")
                .addObject()
                .put("id", item.path("call_id").asText())
                .put("type", "function")
                .putObject("function")
                .put("name", item.path("name").asText())
                .put("arguments", item.path("arguments").asText());
    }

    private void before(String text) {
        ObjectNode so = head;
        if (so == null) {
            head = messages.addObject().put("role", SYSTEM).put("content", text);
        } else {
            so.put("content", so.get("content").asText() + "\n\n" + text);
        }
    }

    private void began() {
        begun = true;
        open = null;
    }

    /** Text alone is written as text: there are templates that know no parts. */
    private JsonNode said(JsonNode content) {
        ArrayNode parts = messages.arrayNode();
        boolean images = false;
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("input_image")) {
                images = true;
                ObjectNode image = parts.addObject().put("type", "image_url").putObject("image_url");
                image.put("url", part.path("image_url").asText());
                if (part.path("detail").isTextual()) {
                    image.put("detail", part.path("detail").asText());
                }
            } else {
                parts.addObject().put("type", "text").put("text", textOf(part));
            }
        }
        return images ? parts : messages.textNode(text(content));
    }

    private static String text(JsonNode content) {
        return text(content, "\n");
    }

    private static String text(JsonNode content, String between) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(text.isEmpty() ? "" : between).append(textOf(part));
        }
        return text.toString();
    }

    private static String textOf(JsonNode part) {
        return part.path(part.path("type").asText().equals("refusal") ? "refusal" : "text")
                .asText();
    }
}
