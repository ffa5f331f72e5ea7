package cloud.hanok.api.responses;

import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.openai.Refusals;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A page of items, as OpenAI's API writes lists. */
public final class ItemList {
    /** Which of them come first. */
    public enum Order {
        ASC,
        DESC;

        /** What was asked for, or what is usual where nothing was. */
        public static Order of(@Nullable String text, Order usual) {
            if (text == null) {
                return usual;
            }
            for (Order each : values()) {
                if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return each;
                }
            }
            throw Refusals.value("order", "it must be asc or desc", "asc, desc 중 하나여야 합니다");
        }
    }

    private ItemList() {}

    /** The page of a query out of all items, which come in the order they were said. */
    public static byte[] of(JsonNode all, PageQuery query, Order order) {
        List<JsonNode> items = new ArrayList<>();
        all.forEach(items::add);
        if (order == Order.DESC) {
            Collections.reverse(items);
        }
        int from = query.after() == null ? 0 : after(items, query.after());
        List<JsonNode> page = items.subList(from, Math.min(items.size(), from + query.limit()));
        ObjectNode list = ResponsesReader.JSON.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data").addAll(page);
        list.put("first_id", data.isEmpty() ? null : data.get(0).path("id").asText());
        list.put(
                "last_id",
                data.isEmpty() ? null : data.get(data.size() - 1).path("id").asText());
        list.put("has_more", from + page.size() < items.size());
        return StoredItems.bytes(list);
    }

    private static int after(List<JsonNode> items, String id) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("id").asText().equals(id)) {
                return i + 1;
            }
        }
        throw PageQuery.unknownCursor();
    }
}
