package cloud.hanok.platform.roster;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The gateways there are, and how many seats: whatever is divided is divided by the seats, and each gateway has at most
 * one. Pure.
 *
 * <p>A gateway may act on a roster it read up to {@link #USABLE} ago. So one that needs a seat more than there are makes it
 * at once, for those who read it, and sits on it only when nobody can still divide by fewer. A silent one is out when it
 * has long stopped using its seat.
 *
 * @param revision counts the changes; 0: there is none yet
 * @param seats by how many is divided
 * @param seen when each gateway announced itself last, epoch milliseconds
 * @param seated since when it has its seat, which may be yet to come
 */
public record Roster(long revision, int seats, Map<String, Long> seen, Map<String, Long> seated) {
    /** How long a roster may be acted on without being read again. */
    public static final Duration USABLE = Duration.ofMinutes(10);

    /** How long a gateway may be silent before its seat is another's: it has not used it for half as long. */
    public static final Duration OUT_AFTER = Duration.ofMinutes(15);

    /** Seats to begin with, so that a few gateways that start together all have theirs at once. */
    static final int FIRST_SEATS = 4;

    /** How far clocks may differ. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    /** Nobody. */
    public static final Roster NONE = new Roster(0, FIRST_SEATS, Map.of(), Map.of());

    public Roster {
        seen = Map.copyOf(seen);
        seated = Map.copyOf(seated);
    }

    /** The next roster, in which this gateway was seen now. */
    public Roster announced(String gateway, long nowMillis) {
        Map<String, Long> nextSeen = new TreeMap<>(seen);
        nextSeen.values().removeIf(at -> at < nowMillis - OUT_AFTER.toMillis());
        Map<String, Long> nextSeated = new TreeMap<>(seated);
        nextSeated.keySet().retainAll(nextSeen.keySet());
        boolean isNew = !nextSeen.containsKey(gateway);
        nextSeen.put(gateway, nowMillis);
        int nextSeats = Math.max(seats, nextSeen.size());
        if (isNew) {
            boolean isFree = nextSeen.size() <= seats;
            nextSeated.put(
                    gateway, isFree ? nowMillis : nowMillis + USABLE.plus(SKEW).toMillis());
        }
        return new Roster(revision + 1, nextSeats, nextSeen, nextSeated);
    }

    /** Whether a gateway has a seat at a moment. */
    public boolean isSeated(String gateway, long nowMillis) {
        Long since = seated.get(gateway);
        return since != null && since <= nowMillis;
    }

    /** How many gateways there are. */
    public int gateways() {
        return Math.max(1, seen.size());
    }
}
