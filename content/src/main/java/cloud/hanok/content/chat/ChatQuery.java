package cloud.hanok.content.chat;

import cloud.hanok.platform.id.ChatCompletionId;
import java.util.Map;
import java.util.Optional;

/**
 * Which chat completions of a project are wanted.
 *
 * @param after the last of the page before
 * @param limit at most so many, at least 1
 * @param newestFirst or the oldest
 * @param model that answered; empty: any
 * @param metadata what the client has to have said, among other things
 */
public record ChatQuery(
        Optional<ChatCompletionId> after,
        int limit,
        boolean newestFirst,
        Optional<String> model,
        Map<String, String> metadata) {
    /** Whether one is wanted. */
    public boolean wants(ChatDetails details) {
        return model.map(details.model()::equals).orElse(true)
                && details.metadata().entrySet().containsAll(metadata.entrySet());
    }
}
