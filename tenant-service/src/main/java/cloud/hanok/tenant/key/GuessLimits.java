package cloud.hanok.tenant.key;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * Counts keys that were not good by where they came from: single addresses of version 4, networks of 64 bits of version
 * 6. A fixed table, so that neither time nor memory grows with the number of guessers; two sources that fall on one entry
 * share it, which costs them nothing while their keys are good. Whose entry is whose is secret: nobody can aim at one.
 */
public final class GuessLimits {
    /** What a source may fail in a window before it is told to wait: enough for a fleet that restarts with an old key. */
    public static final int DEFAULT_FAILURES = 100;

    static final int WINDOW_SECONDS = 60;

    /** Two arrays of 12 bytes an entry: 768 KiB. */
    private static final int ENTRIES = 1 << 16;

    private static final int COUNT_BITS = 20;
    private static final long MAX_COUNT = (1L << COUNT_BITS) - 1;

    private final int failures;
    private final long seed;

    /** The number of a window and the failures in it. */
    private final AtomicLongArray counts = new AtomicLongArray(ENTRIES);

    /** The second in which a source over its limit last had an unknown key read. */
    private final AtomicIntegerArray reads = new AtomicIntegerArray(ENTRIES);

    /** @param failures how many a window of a minute may have */
    public GuessLimits(int failures, RandomGenerator random) {
        if (failures < 1 || failures > MAX_COUNT) {
            throw new IllegalArgumentException("failures must be between 1 and " + MAX_COUNT);
        }
        this.failures = failures;
        this.seed = random.nextLong();
    }

    /**
     * Counts a failure.
     *
     * @return 0, or how many seconds the source must wait
     */
    public int failed(IpAddress source, long nowMillis) {
        int at = entry(source);
        long window = window(nowMillis);
        long before;
        long after;
        do {
            before = counts.get(at);
            long count = before >>> COUNT_BITS == window ? before & MAX_COUNT : 0;
            after = window << COUNT_BITS | Math.min(count + 1, MAX_COUNT);
        } while (!counts.compareAndSet(at, before, after));
        return (after & MAX_COUNT) > failures ? secondsLeft(nowMillis) : 0;
    }

    /**
     * Whether a key that is not in memory may be read for this source: always below the limit, once a second above it,
     * so that good keys of others behind the same address find their way.
     *
     * @return 0, or how many seconds it must wait
     */
    public int readDelay(IpAddress source, long nowMillis) {
        int at = entry(source);
        long counted = counts.get(at);
        if (counted >>> COUNT_BITS != window(nowMillis) || (counted & MAX_COUNT) <= failures) {
            return 0;
        }
        int second = (int) (nowMillis / 1000);
        int last = reads.get(at);
        return last != second && reads.compareAndSet(at, last, second) ? 0 : 1;
    }

    private static long window(long nowMillis) {
        return nowMillis / (WINDOW_SECONDS * 1000L);
    }

    private static int secondsLeft(long nowMillis) {
        return WINDOW_SECONDS - (int) (nowMillis / 1000 % WINDOW_SECONDS);
    }

    /** The finaliser of MurmurHash3 over both halves and the seed. */
    private int entry(IpAddress source) {
        long hash = mix(source.high() ^ seed);
        if (source.isV4()) {
            hash = mix(hash ^ source.low());
        }
        return (int) (mix(hash + seed) >>> (Long.SIZE - 16));
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
