package cloud.hanok.platform.id;

import java.time.Clock;
import java.util.random.RandomGenerator;

/** Makes ULIDs from the given clock and source of randomness. Safe for use by many threads when the source is. */
public final class Ulids {
    private static final int RANDOM_BITS_BESIDE_TIME = 16;

    private final Clock clock;
    private final RandomGenerator random;

    /**
     * @param clock gives the 48 bits of time
     * @param random gives the 80 bits of randomness; it must be cryptographically strong where an id must not be guessed
     */
    public Ulids(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new ULID of this moment. */
    public Ulid next() {
        long most = (clock.millis() << RANDOM_BITS_BESIDE_TIME) | (random.nextLong() & 0xFFFFL);
        return new Ulid(most, random.nextLong());
    }
}
