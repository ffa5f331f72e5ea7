package cloud.hanok.content.conversation;

import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.ProjectId;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A conversation, without its items.
 *
 * @param project whose it is: to others of the tenant it is not there
 * @param metadata the client's own words, by name
 * @param ends when it is there no more, with all its items
 */
public record Conversation(ConversationId id, ProjectId project, SortedMap<String, String> metadata, Instant ends) {
    public Conversation {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    @Override
    public String toString() {
        return "Conversation[" + id + "]";
    }
}
