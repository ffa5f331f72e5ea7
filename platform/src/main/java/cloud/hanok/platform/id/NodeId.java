package cloud.hanok.platform.id;

/**
 * Names a node of a site.
 *
 * @param ulid the unique part
 */
public record NodeId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "node_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static NodeId parse(String text) {
        return new NodeId(Id.parse(PREFIX, text));
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
