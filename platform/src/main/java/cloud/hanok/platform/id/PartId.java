package cloud.hanok.platform.id;

/** Names a part of an upload. */
public record PartId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "part_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static PartId parse(String text) {
        return new PartId(Id.parse(PREFIX, text));
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
