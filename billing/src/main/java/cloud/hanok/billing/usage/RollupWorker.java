package cloud.hanok.billing.usage;

import cloud.hanok.billing.usage.UsageWork.TenantHour;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.home.HomeUnavailableException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.turn.Turns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls up ahead of the readers what was written lately, so that no reader finds a busy day of bare events. Several may
 * run; nothing depends on any.
 */
public final class RollupWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RollupWorker.class);

    /** How often it looks: an open hour then has at most the last minute or two as bare events. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** How far a new worker looks back: one that restarts finds the hours its predecessor left open. */
    private static final Duration LOOK_BACK = Duration.ofHours(2);

    /** One tenant's hour; where its store is away that takes longer, and fails then. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    /** Hours kept in mind until they are over; beyond it the oldest is left to the readers. */
    private static final int MAX_OPEN = 100_000;

    private final UsageWork work;
    private final UsageProjection projection;
    private final Clock clock;
    private final Set<TenantHour> open = new LinkedHashSet<>();
    private final Turns turns = new Turns("usage-rollup", PAUSE, this::attempt);
    private Instant lookedUntil;

    public RollupWorker(Keyspaces keyspaces, UsageProjection projection, Clock clock) {
        this.work = new UsageWork(keyspaces, clock);
        this.projection = projection;
        this.clock = clock;
        this.lookedUntil = clock.instant().minus(LOOK_BACK);
    }

    /** Starts to work in the background, until {@link #close()}. */
    public void start() {
        turns.startAfterPause();
    }

    /**
     * Rolls up what was written since the last time, and what was still open then.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when the store is away; the rest waits
     */
    public synchronized void rollUp() {
        Instant now = clock.instant();
        // The window before the last look is read again: a writer names an hour once a window, maybe before its last
        // event.
        Instant window = UsageWork.window(lookedUntil.minus(UsageWork.WINDOW));
        while (!window.isAfter(now)) {
            open.addAll(work.of(window));
            window = window.plus(UsageWork.WINDOW);
        }
        Iterator<TenantHour> hours = open.iterator();
        for (int left = open.size() - MAX_OPEN; left > 0; left--) {
            hours.next();
            hours.remove();
        }
        Set<TenantId> away = new HashSet<>();
        while (hours.hasNext() && !turns.ended()) {
            TenantHour hour = hours.next();
            if (away.contains(hour.tenant())) {
                continue;
            }
            Instant end = hour.hour().plus(Duration.ofHours(1));
            try {
                boolean readable = readable(hour, end, now);
                if (!readable || !end.isAfter(now)) {
                    hours.remove();
                }
            } catch (HomeUnavailableException elsewhere) {
                LOG.warn("usage is rolled up later: {}", elsewhere.getMessage());
                away.add(hour.tenant());
            }
        }
        lookedUntil = now;
    }

    @Override
    public void close() {
        turns.close(ENDS_WITHIN);
    }

    /** One tenant's hour that cannot be summed must not keep all others waiting; its readers are told why. */
    private boolean readable(TenantHour hour, Instant end, Instant now) {
        try {
            if (end.isAfter(now)) {
                // No sum of a minute that is not over is stored: its events would be read for nothing.
                projection.minutes(hour.tenant(), hour.hour(), now.truncatedTo(ChronoUnit.MINUTES));
            } else {
                projection.hours(hour.tenant(), hour.hour(), end);
            }
            return true;
        } catch (ArithmeticException | IllegalArgumentException e) {
            LOG.error("usage of {} in the hour {} cannot be summed: {}", hour.tenant(), hour.hour(), e.toString());
            return false;
        }
    }

    private void attempt() {
        try {
            rollUp();
        } catch (RuntimeException e) {
            LOG.warn("rolling up usage failed and is tried again: {}", e.toString());
        }
    }
}
