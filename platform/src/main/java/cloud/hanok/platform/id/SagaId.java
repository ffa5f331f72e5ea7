package cloud.hanok.platform.id;

/**
 * Names a saga: one change that touches several systems.
 *
 * @param ulid the unique part
 */
public record SagaId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "saga_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static SagaId parse(String text) {
        return new SagaId(Id.parse(PREFIX, text));
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
