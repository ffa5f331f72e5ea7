package cloud.hanok.content.chat;

import cloud.hanok.platform.id.ChatCompletionId;
import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param chats in the list's order
 * @param more whether there may be others after them
 * @param searchedTo the last that was looked at, where so many were looked at in vain that the search ended
 */
public record ChatPage(List<StoredChat> chats, boolean more, Optional<ChatCompletionId> searchedTo) {
    public ChatPage {
        chats = List.copyOf(chats);
    }
}
