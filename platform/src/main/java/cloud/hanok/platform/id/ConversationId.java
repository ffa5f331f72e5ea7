package cloud.hanok.platform.id;

/**
 * Names a conversation.
 *
 * @param ulid unique, and the moment it was made
 */
public record ConversationId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "conv_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ConversationId parse(String text) {
        return new ConversationId(Id.parse(PREFIX, text));
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String toString() {
        return text();
    }
}
