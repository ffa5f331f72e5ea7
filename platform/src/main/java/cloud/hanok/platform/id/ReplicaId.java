package cloud.hanok.platform.id;

/**
 * Names a replica: one running engine of a deployment.
 *
 * @param ulid the unique part
 */
public record ReplicaId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "rep_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ReplicaId parse(String text) {
        return new ReplicaId(Id.parse(PREFIX, text));
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
