package cloud.hanok.platform.id;

/**
 * Names a project: a workspace in a tenant.
 *
 * @param ulid the unique part
 */
public record ProjectId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "proj_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ProjectId parse(String text) {
        return new ProjectId(Id.parse(PREFIX, text));
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
