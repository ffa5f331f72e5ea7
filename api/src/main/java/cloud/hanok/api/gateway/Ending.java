package cloud.hanok.api.gateway;

import cloud.hanok.content.chat.ChatDetails;
import cloud.hanok.content.chat.StoredChat;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of an answer, or all of one that is not streamed.
 *
 * @param bytes for the client
 * @param keepsake what is kept of the answer before these are sent; null: nothing
 */
@SuppressWarnings("ArrayRecordComponent")
public record Ending(byte[] bytes, @Nullable Keepsake keepsake) {
    /** What is kept for the tenant, to be had again. */
    public sealed interface Keepsake {
        /** Names it. */
        Id id();

        /** What the client gets in the place of {@link Ending#bytes} where it could not be kept: it says so. */
        Supplier<byte[]> unkept();
    }

    /**
     * A response.
     *
     * @param before what the response goes on from, the oldest first
     * @param input the items that were asked, a JSON array
     * @param output the response, a JSON object
     * @param addition what its conversation gets of it, or null
     */
    public record KeptResponse(
            ResponseId id,
            List<ResponseId> before,
            byte[] input,
            byte[] output,
            @Nullable ToConversation addition,
            Supplier<byte[]> unkept)
            implements Keepsake {
        /** As it is kept for a project. */
        public StoredResponse stored(ProjectId project) {
            return new StoredResponse(id, project, before, input, output);
        }
    }

    /**
     * What is added to a conversation, together.
     *
     * @param items in order
     */
    public record ToConversation(ConversationId conversation, List<Item> items) {
        public ToConversation {
            items = List.copyOf(items);
        }
    }

    /**
     * A chat completion.
     *
     * @param messages that were asked, a JSON array
     * @param completion the answer, a JSON object
     */
    public record KeptChat(
            ChatCompletionId id, ChatDetails details, byte[] messages, byte[] completion, Supplier<byte[]> unkept)
            implements Keepsake {
        /** As it is kept for a project. */
        public StoredChat stored(ProjectId project) {
            return new StoredChat(id, project, details, completion);
        }
    }

    /** An end of which nothing is kept. */
    public static Ending of(byte[] bytes) {
        return new Ending(bytes, null);
    }

    /** The same; null where there is no answer. */
    public static @Nullable Ending ofNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : of(bytes);
    }

    @Override
    public String toString() {
        return "Ending[" + bytes.length + " bytes]";
    }
}
