package cloud.hanok.platform.id;

/**
 * Names a price, as it stood from one moment on.
 *
 * @param ulid the unique part
 */
public record PriceId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "price_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static PriceId parse(String text) {
        return new PriceId(Id.parse(PREFIX, text));
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
