package cloud.hanok.platform.id;

/**
 * Names a program's account in a project.
 *
 * @param ulid the unique part
 */
public record ServiceAccountId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "svc_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ServiceAccountId parse(String text) {
        return new ServiceAccountId(Id.parse(PREFIX, text));
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
