package cloud.hanok.api.responses;

import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.Ulid;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Items that are given to a conversation. */
public final class GivenItems {
    /** Of one request. */
    public static final int MOST = 20;

    private static final String ITEMS = "items";

    private GivenItems() {}

    /**
     * Those of a request, each with an id of its own; none where it has none.
     *
     * @param source the unique part of their ids
     * @throws cloud.hanok.api.error.ApiException saying which of them is wrong and what would be right
     */
    public static List<Item> of(Fields request, Ulid source) {
        if (request.node(ITEMS).isMissingNode()) {
            return List.of();
        }
        if (request.array(ITEMS).size() > MOST) {
            throw Refusals.tooMany(ITEMS, MOST);
        }
        InputItems given = InputItems.of(new ResponseId(source), ITEMS, request.array(ITEMS));
        List<Item> items = new ArrayList<>();
        for (JsonNode item : given.owned()) {
            if (InputItems.isReference(item)) {
                throw Refusals.value(
                        ITEMS + "[" + items.size() + "].type", "the item itself is added", "항목의 내용을 직접 보내 주세요");
            }
            items.add(new Item(item.path("id").asText(), StoredItems.bytes(item)));
        }
        return items;
    }
}
