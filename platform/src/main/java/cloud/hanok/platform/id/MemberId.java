package cloud.hanok.platform.id;

/**
 * Names a person's membership in one tenant.
 *
 * @param ulid the unique part
 */
public record MemberId(Ulid ulid) implements CallerId {
    /** Before every one. */
    public static final String PREFIX = "mem_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static MemberId parse(String text) {
        return new MemberId(Id.parse(PREFIX, text));
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
