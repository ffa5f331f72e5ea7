package cloud.hanok.content.chat;

import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ProjectId;

/**
 * A chat completion as it is kept.
 *
 * @param project whose it is: to others of the tenant it is not there
 * @param completion the answer, a JSON object
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredChat(ChatCompletionId id, ProjectId project, ChatDetails details, byte[] completion) {
    @Override
    public String toString() {
        return "StoredChat[" + id + "]";
    }
}
