package cloud.hanok.platform.id;

/**
 * Names an attempt to tell an endpoint of an event, by when it was made.
 *
 * @param ulid the unique part
 */
public record WebhookDeliveryId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "whd_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static WebhookDeliveryId parse(String text) {
        return new WebhookDeliveryId(Id.parse(PREFIX, text));
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
