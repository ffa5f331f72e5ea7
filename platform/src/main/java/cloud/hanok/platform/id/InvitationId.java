package cloud.hanok.platform.id;

/**
 * Names an invitation into a tenant; it is public, its secret is not.
 *
 * @param ulid the unique part
 */
public record InvitationId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "inv_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static InvitationId parse(String text) {
        return new InvitationId(Id.parse(PREFIX, text));
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
