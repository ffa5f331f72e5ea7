package cloud.hanok.content.conversation;

import cloud.hanok.platform.id.ConversationId;

/** Raised where a conversation has, or would have, more items than one may have. */
public final class ConversationTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ConversationId conversation;

    public ConversationTooLongException(ConversationId conversation) {
        super(conversation + " has too many items");
        this.conversation = conversation;
    }

    /** Which. */
    public ConversationId conversation() {
        return conversation;
    }
}
