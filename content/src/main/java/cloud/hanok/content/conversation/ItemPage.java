package cloud.hanok.content.conversation;

import java.util.List;

/**
 * A part of a conversation's items.
 *
 * @param items in the order that was asked for
 * @param more whether there are others after them
 */
public record ItemPage(List<Item> items, boolean more) {
    public ItemPage {
        items = List.copyOf(items);
    }
}
