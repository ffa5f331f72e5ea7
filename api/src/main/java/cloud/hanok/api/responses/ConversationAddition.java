package cloud.hanok.api.responses;

import cloud.hanok.api.gateway.Ending;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.platform.id.ConversationId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.stream.Stream;

/**
 * What a response adds to its conversation once it is answered.
 *
 * @param asked the items that it was asked with, each whole and with an id of its own
 */
record ConversationAddition(ConversationId conversation, ArrayNode asked) {
    /** What was asked and what was answered. */
    Ending.ToConversation with(JsonNode output) {
        return new Ending.ToConversation(
                conversation,
                Stream.concat(asked.valueStream(), output.valueStream())
                        .map(item -> new Item(item.path("id").asText(), StoredItems.bytes(item)))
                        .toList());
    }
}
