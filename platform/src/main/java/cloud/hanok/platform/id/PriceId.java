package cloud.hanok.platform.id;

/**
 * Names a price, as it stood from one moment on.
 *
 * @param ulid the unique part
 */
public record PriceId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "price_";

    private static final long BATCH = Long.MIN_VALUE;

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static PriceId parse(String text) {
        return new PriceId(Id.parse(PREFIX, text));
    }

    /**
     * Names the price of the same tokens in a batch, which follows from the price itself. It is told by the highest bit of the id's time,
     * which no moment before the year 6429 has.
     */
    public PriceId ofBatch() {
        return new PriceId(new Ulid(ulid.mostSignificantBits() | BATCH, ulid.leastSignificantBits()));
    }

    /** Whether it names the price of a batch. */
    public boolean isOfBatch() {
        return (ulid.mostSignificantBits() & BATCH) != 0;
    }

    /** Names the price that it follows from; itself where it follows from none. */
    public PriceId list() {
        return new PriceId(new Ulid(ulid.mostSignificantBits() & ~BATCH, ulid.leastSignificantBits()));
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
