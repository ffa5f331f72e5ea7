package cloud.hanok.api.chats;

import cloud.hanok.api.openai.KeptJson;
import cloud.hanok.platform.id.ChatCompletionId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The messages of a chat completion, as OpenAI's API lists them: each with an id, and parts apart from text. */
final class ChatMessages {
    private static final String CONTENT = "content";

    private ChatMessages() {}

    /**
     * In the order they were asked.
     *
     * @param messages as they were sent, a JSON array
     */
    static ArrayNode of(ChatCompletionId id, byte[] messages) {
        ArrayNode listed = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : KeptJson.tree(messages)) {
            ObjectNode shown = listed.addObject().put("id", id.text() + "-" + (listed.size() - 1));
            message.properties().forEach(member -> shown.set(member.getKey(), member.getValue()));
            JsonNode content = message.path(CONTENT);
            if (content.isArray()) {
                shown.putNull(CONTENT).set("content_parts", content);
            } else {
                shown.putNull("content_parts");
            }
        }
        return listed;
    }
}
