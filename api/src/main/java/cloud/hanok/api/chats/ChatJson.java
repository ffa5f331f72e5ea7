package cloud.hanok.api.chats;

import cloud.hanok.api.openai.KeptJson;
import cloud.hanok.content.chat.ChatPage;
import cloud.hanok.content.chat.StoredChat;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat completions that are kept, as OpenAI's API shows them. What was answered is copied as it is. */
final class ChatJson {
    private ChatJson() {}

    /** One, with what the client says about it now. */
    static byte[] of(StoredChat chat) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        chat.details().metadata().forEach(metadata::put);
        return KeptJson.with(chat.completion(), "metadata", metadata);
    }

    /** A page of them. */
    static byte[] list(ChatPage page) {
        List<StoredChat> chats = page.chats();
        var json = new ByteArrayOutputStream();
        json.writeBytes(ascii("{\"object\":\"list\",\"data\":["));
        String between = "";
        for (StoredChat chat : chats) {
            json.writeBytes(ascii(between));
            json.writeBytes(of(chat));
            between = ",";
        }
        json.writeBytes(ascii("],\"first_id\":" + id(chats.isEmpty() ? null : chats.getFirst()) + ",\"last_id\":"
                + id(chats.isEmpty() ? null : chats.getLast()) + ",\"has_more\":" + page.more() + "}"));
        return json.toByteArray();
    }

    private static String id(@Nullable StoredChat chat) {
        return chat == null ? "null" : "\"" + chat.id().text() + "\"";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
