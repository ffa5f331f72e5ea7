package cloud.hanok.api.anthropic;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.openai.Refusals.Expected;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Anthropic's messages as OpenAI's. Where a message holds results of tools, each becomes a message of its own, before what is said
 * besides; what a model thought earlier is left out, as its own template would.
 */
final class Conversation {
    private static final Set<String> IMAGE_TYPES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private final ArrayNode messages;

    Conversation(ArrayNode messages) {
        this.messages = messages;
    }

    /** Adds what stands before the conversation: a text, or blocks of text. */
    void system(JsonNode given) {
        if (given.isMissingNode()) {
            return;
        }
        String text = given.isTextual() ? given.asText() : textOf("system", given);
        if (!text.isEmpty()) {
            messages.addObject().put("role", "system").put("content", text);
        }
    }

    /** Adds one message. */
    void message(String param, JsonNode given) {
        Fields message = Fields.of(param, given);
        String role = message.requiredText("role");
        JsonNode content = message.node("content");
        if (content.isMissingNode()) {
            throw Refusals.missing(message.name("content"));
        }
        switch (role) {
            case "user" -> user(message.name("content"), content);
            case "assistant" -> assistant(message.name("content"), content);
            case "system" -> system(content);
            default ->
                throw Refusals.value(
                        message.name("role"), "it must be user or assistant", "user, assistant 중 하나여야 합니다");
        }
    }

    private void user(String param, JsonNode content) {
        if (content.isTextual()) {
            messages.addObject().put("role", "user").put("content", content.asText());
            return;
        }
        ArrayNode parts = messages.arrayNode();
        for (int i = 0; i < blocks(param, content).size(); i++) {
            Fields block = Fields.of(param + "[" + i + "]", content.get(i));
            String type = block.requiredText("type");
            if (type.equals("tool_result")) {
                toolResult(block);
            } else {
                part(block, type, parts);
            }
        }
        if (!parts.isEmpty()) {
            messages.addObject().put("role", "user").set("content", simplified(parts));
        }
    }

    private void assistant(String param, JsonNode content) {
        ObjectNode said = messages.addObject().put("role", "assistant");
        if (content.isTextual()) {
            said.put("content", content.asText());
            return;
        }
        StringBuilder text = new StringBuilder();
        ArrayNode calls = messages.arrayNode();
        for (int i = 0; i < blocks(param, content).size(); i++) {
            Fields block = Fields.of(param + "[" + i + "]", content.get(i));
            switch (block.requiredText("type")) {
                case "text" -> text.append(block.requiredText("text"));
                case "tool_use" -> call(block, calls);
                case "thinking", "redacted_thinking" -> {}
                default -> throw unsupported(block);
            }
        }
        if (text.isEmpty() && !calls.isEmpty()) {
            said.putNull("content");
        } else {
            said.put("content", text.toString());
        }
        if (!calls.isEmpty()) {
            said.set("tool_calls", calls);
        }
    }

    private static void call(Fields block, ArrayNode calls) {
        calls.addObject()
                .put("id", block.requiredText("id"))
                .put("type", "function")
                .putObject("function")
                .put("name", block.requiredText("name"))
                .put("arguments", block.requiredObject("input").toString());
    }

    private void toolResult(Fields block) {
        JsonNode content = block.node("content");
        String text = content.isMissingNode()
                ? ""
                : content.isTextual() ? content.asText() : textOf(block.name("content"), content);
        messages.addObject()
                .put("role", "tool")
                .put("tool_call_id", block.requiredText("tool_use_id"))
                // There is no other place for it in OpenAI's form, and a model has to see it.
                .put("content", block.bool("is_error") ? "Error: " + text : text);
    }

    private static void part(Fields block, String type, ArrayNode parts) {
        switch (type) {
            case "text" -> parts.addObject().put("type", "text").put("text", block.requiredText("text"));
            case "image" ->
                parts.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", imageUrl(block));
            default -> throw unsupported(block);
        }
    }

    private static String imageUrl(Fields block) {
        Fields source = block.object("source").orElseThrow(() -> Refusals.missing(block.name("source")));
        String type = source.requiredText("type");
        if (type.equals("url")) {
            String url = source.requiredText("url");
            if (!url.startsWith("https://")) {
                throw Refusals.value(source.name("url"), "it must be an https address", "https 주소여야 합니다");
            }
            return url;
        }
        if (!type.equals("base64")) {
            throw Refusals.value(source.name("type"), "it must be base64 or url", "base64, url 중 하나여야 합니다");
        }
        String mediaType = source.requiredText("media_type");
        if (!IMAGE_TYPES.contains(mediaType)) {
            throw Refusals.value(
                    source.name("media_type"),
                    "it must be one of: "
                            + String.join(", ", IMAGE_TYPES.stream().sorted().toList()),
                    "다음 중 하나여야 합니다: "
                            + String.join(", ", IMAGE_TYPES.stream().sorted().toList()));
        }
        return "data:" + mediaType + ";base64," + source.requiredText("data");
    }

    /** Text alone is written as text: there are templates that know no parts. */
    private static JsonNode simplified(ArrayNode parts) {
        return parts.size() == 1 && parts.get(0).path("type").asText().equals("text")
                ? parts.get(0).get("text")
                : parts;
    }

    private static String textOf(String param, JsonNode given) {
        StringBuilder text = new StringBuilder();
        JsonNode blocks = blocks(param, given);
        for (int i = 0; i < blocks.size(); i++) {
            Fields block = Fields.of(param + "[" + i + "]", blocks.get(i));
            if (!block.requiredText("type").equals("text")) {
                throw unsupported(block);
            }
            text.append(i == 0 ? "" : "\n").append(block.requiredText("text"));
        }
        return text.toString();
    }

    private static JsonNode blocks(String param, JsonNode content) {
        if (content instanceof ArrayNode blocks) {
            return blocks;
        }
        throw Refusals.type(param, Expected.STRING_OR_BLOCKS);
    }

    private static ApiException unsupported(Fields block) {
        String type = block.requiredText("type");
        return Refusals.value(
                block.name("type"), "a block of type " + type + " is not supported here", type + " 블록은 지원하지 않습니다");
    }
}
