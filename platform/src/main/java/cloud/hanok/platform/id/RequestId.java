package cloud.hanok.platform.id;

/**
 * Names one request, and with it its receipt and its usage.
 *
 * @param ulid the unique part
 */
public record RequestId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "req_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static RequestId parse(String text) {
        return new RequestId(Id.parse(PREFIX, text));
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
