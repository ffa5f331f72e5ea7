package cloud.hanok.platform.id;

/**
 * Names an endpoint of somebody's that events are sent to.
 *
 * @param ulid the unique part
 */
public record WebhookId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "hook_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static WebhookId parse(String text) {
        return new WebhookId(Id.parse(PREFIX, text));
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
