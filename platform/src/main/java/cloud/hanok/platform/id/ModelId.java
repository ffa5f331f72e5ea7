package cloud.hanok.platform.id;

/**
 * Names a model: a family of versions.
 *
 * @param ulid the unique part
 */
public record ModelId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "mod_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ModelId parse(String text) {
        return new ModelId(Id.parse(PREFIX, text));
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
