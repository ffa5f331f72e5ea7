package cloud.hanok.platform.id;

/** Names a batch: many requests that are answered when there is time. */
public record BatchId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "batch_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static BatchId parse(String text) {
        return new BatchId(Id.parse(PREFIX, text));
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
