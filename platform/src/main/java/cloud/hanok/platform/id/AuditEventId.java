package cloud.hanok.platform.id;

/**
 * Names a change in an audit log.
 *
 * @param ulid the unique part
 */
public record AuditEventId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "aud_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static AuditEventId parse(String text) {
        return new AuditEventId(Id.parse(PREFIX, text));
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
