package cloud.hanok.platform.id;

/**
 * Names an immutable version of a model.
 *
 * @param ulid the unique part
 */
public record ModelVersionId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "mver_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ModelVersionId parse(String text) {
        return new ModelVersionId(Id.parse(PREFIX, text));
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
