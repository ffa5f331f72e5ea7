package cloud.hanok.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** What a chat's messages, or parts of them, say beside their text. */
public final class ChatMessage {
    private ChatMessage() {}

    /** Where the images of a chat are. */
    public static Stream<String> imageUrls(JsonNode chat) {
        return chat.path("messages")
                .valueStream()
                .flatMap(message -> message.path("content").valueStream())
                .filter(part -> part.has("image_url"))
                .map(part -> part.path("image_url").path("url").asText());
    }

    /** Whether an image is elsewhere, and has to be fetched. */
    public static boolean hasRemoteImages(JsonNode chat) {
        return imageUrls(chat).anyMatch(url -> url.startsWith("https://"));
    }

    /** What a model thought, under the two names that engines have for it; empty where it says nothing of that. */
    public static String thought(JsonNode message) {
        JsonNode named = message.path("reasoning_content");
        return (named.isTextual() ? named : message.path("reasoning")).asText("");
    }
}
