package cloud.hanok.platform.id;

/**
 * Names an event that endpoints are told of: the same for each endpoint and each attempt.
 *
 * @param ulid the unique part
 */
public record WebhookEventId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "evt_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static WebhookEventId parse(String text) {
        return new WebhookEventId(Id.parse(PREFIX, text));
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
