package cloud.hanok.api.openai;

import com.fasterxml.jackson.databind.JsonNode;

/** What a chat's message, or a part of one, says beside its text. */
public final class ChatMessage {
    private ChatMessage() {}

    /** What a model thought, under the two names that engines have for it; empty where it says nothing of that. */
    public static String thought(JsonNode message) {
        JsonNode named = message.path("reasoning_content");
        return (named.isTextual() ? named : message.path("reasoning")).asText("");
    }
}
