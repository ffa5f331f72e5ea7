package cloud.hanok.api.conversations;

import cloud.hanok.content.conversation.Item;
import cloud.hanok.content.conversation.ItemPage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items of a conversation, as OpenAI's API lists them. What was said is copied as it is. */
final class ItemsJson {
    private ItemsJson() {}

    static byte[] list(ItemPage page) {
        List<Item> items = page.items();
        var json = new ByteArrayOutputStream();
        json.writeBytes(ascii("{\"object\":\"list\",\"data\":["));
        String between = "";
        for (Item item : items) {
            json.writeBytes(ascii(between));
            json.writeBytes(item.json());
            between = ",";
        }
        json.writeBytes(ascii("],\"first_id\":" + id(items.isEmpty() ? null : items.getFirst()) + ",\"last_id\":"
                + id(items.isEmpty() ? null : items.getLast()) + ",\"has_more\":" + page.more() + "}"));
        return json.toByteArray();
    }

    /** Ids are our own, and plain. */
    private static String id(@Nullable Item item) {
        return item == null ? "null" : "\"" + item.id() + "\"";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
