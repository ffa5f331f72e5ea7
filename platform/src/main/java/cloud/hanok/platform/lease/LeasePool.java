package cloud.hanok.platform.lease;

import java.util.Map;
import java.util.TreeMap;

/**
 * One row of leases, and what may be decided about it. Pure.
 *
 * <p>For every capacity it is asked under: {@code carried + sum of granted <= capacity} after each grant.
 *
 * @param revision counts the changes; 0: there is no row yet
 * @param carried what was spent that stands in no gateway's entry
 * @param createdMillis when the row was made, epoch
 * @param countedMillis when {@code carried} was counted last, epoch; 0: never
 * @param holdings by gateway
 */
public record LeasePool(
        long revision, long carried, long createdMillis, long countedMillis, Map<String, Holding> holdings) {
    /** No row. */
    public static final LeasePool NONE = new LeasePool(0, 0, 0, 0, Map.of());

    /** Of what is free at most this part goes to one gateway and its neighbours at once: the rest is for whoever asks next. */
    private static final long FREE_PARTS = 2;

    public LeasePool {
        holdings = Map.copyOf(holdings);
    }

    /**
     * One gateway's entry.
     *
     * @param granted what it may have spent by now and may still spend
     * @param reported what it surely spent, and is surely recorded elsewhere
     * @param renewedMillis when it wrote this
     * @param wantedMillis when it asked for more than there was; 0: it has what it needs
     */
    public record Holding(long granted, long reported, long renewedMillis, long wantedMillis) {
        /** Nothing. */
        public static final Holding NONE = new Holding(0, 0, 0, 0);
    }

    /** A gateway's entry, empty when it has none. */
    public Holding of(String holder) {
        Holding holding = holdings.get(holder);
        return holding == null ? Holding.NONE : holding;
    }

    /** What all gateways were granted. */
    public long granted() {
        return sum(Holding::granted);
    }

    /** What all gateways reported. */
    public long reported() {
        return sum(Holding::reported);
    }

    /** What may be granted yet, negative when a limit was lowered below what was. */
    public long free(long capacity) {
        return capacity - carried - granted();
    }

    /** Gateways that hold something. */
    public int holders() {
        return (int) holdings.values().stream()
                .filter(holding -> holding.granted() > 0)
                .count();
    }

    /** Whether another gateway asked for more than there was, not longer ago than this. */
    public boolean wantedByAnother(String holder, long sinceMillis) {
        return holdings.entrySet().stream()
                .anyMatch(entry ->
                        !entry.getKey().equals(holder) && entry.getValue().wantedMillis() > sinceMillis);
    }

    /** Whether another gateway holds more than it reported: it may give some of that back. */
    public boolean othersMayGiveBack(String holder) {
        return holdings.entrySet().stream()
                .anyMatch(entry -> !entry.getKey().equals(holder)
                        && entry.getValue().granted() > entry.getValue().reported());
    }

    /** Without a gateway's entry. */
    public LeasePool without(String holder) {
        Map<String, Holding> rest = new TreeMap<>(holdings);
        rest.remove(holder);
        return new LeasePool(revision, carried, createdMillis, countedMillis, rest);
    }

    /** Without the entries that were not renewed since this moment. */
    public LeasePool withoutOlderThan(long renewedMillis) {
        Map<String, Holding> rest = new TreeMap<>(holdings);
        rest.values().removeIf(holding -> holding.renewedMillis() < renewedMillis);
        return new LeasePool(revision, carried, createdMillis, countedMillis, rest);
    }

    /** With this carried, as counted now. */
    public LeasePool counted(long carriedNow, long nowMillis) {
        return new LeasePool(revision, carriedNow, createdMillis, nowMillis, holdings);
    }

    /** The next revision, in which a gateway's entry is this. */
    public LeasePool with(String holder, Holding holding, long nowMillis) {
        Map<String, Holding> all = new TreeMap<>(holdings);
        if (holding.granted() == 0 && holding.reported() == 0 && holding.wantedMillis() == 0) {
            all.remove(holder);
        } else {
            all.put(holder, holding);
        }
        return new LeasePool(revision + 1, carried, createdMillis == 0 ? nowMillis : createdMillis, countedMillis, all);
    }

    /**
     * How much of what is free a gateway gets: what it needs or nothing, and of what it would like as much as leaves the
     * same for each of the others. So portions get smaller with what is left, down to what is needed at once.
     */
    public static long portion(long free, long need, long want, int holders) {
        if (free < need || free <= 0) {
            return 0;
        }
        return Math.max(need, Math.min(want, free / (FREE_PARTS * Math.max(1, holders))));
    }

    private long sum(java.util.function.ToLongFunction<Holding> part) {
        long sum = 0;
        for (Holding holding : holdings.values()) {
            sum = Math.addExact(sum, part.applyAsLong(holding));
        }
        return sum;
    }
}
