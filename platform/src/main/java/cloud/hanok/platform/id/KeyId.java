package cloud.hanok.platform.id;

/**
 * Names an API key; it is public, the secret is not.
 *
 * @param ulid the unique part
 */
public record KeyId(Ulid ulid) implements CallerId {
    /** Before every one. */
    public static final String PREFIX = "key_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static KeyId parse(String text) {
        return new KeyId(Id.parse(PREFIX, text));
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
