package cloud.hanok.api.conversations;

import cloud.hanok.api.openai.KeptJson;
import cloud.hanok.content.conversation.Conversation;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A conversation, as OpenAI's API shows it. */
final class ConversationJson {
    private static final long MILLIS = 1_000;

    private ConversationJson() {}

    static byte[] of(Conversation conversation) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", conversation.id().text())
                .put("object", "conversation")
                .put("created_at", conversation.id().ulid().epochMillis() / MILLIS);
        ObjectNode metadata = json.putObject("metadata");
        conversation.metadata().forEach(metadata::put);
        return KeptJson.bytes(json);
    }
}
