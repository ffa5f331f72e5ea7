package cloud.hanok.content.conversation;

import java.util.Optional;

/**
 * Which items of a conversation are wanted.
 *
 * @param after the id of the last of the page before
 * @param limit at most so many, at least 1
 * @param newestFirst or the oldest
 */
public record ItemQuery(Optional<String> after, int limit, boolean newestFirst) {}
