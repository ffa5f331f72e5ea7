package cloud.hanok.platform.change;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.turn.Turns;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the table of changes and tells subscribers. Each change is told at least once; a change may be told again, and
 * order is not promised. While Cassandra cannot be read nothing is told, the lag grows, and what was missed is told
 * after its return.
 */
public final class ChangeFeed implements AutoCloseable {
    /**
     * Ids remembered so that an overlapping poll does not tell twice. Beyond it the oldest are forgotten, and told
     * again: that costs a read, never a change.
     */
    static final int MAX_REMEMBERED = 100_000;

    /**
     * How far back a poll after a long absence looks: rows older than this may have died. Entries are refused by their
     * age long before.
     */
    static final Duration MAX_LOOK_BACK = ChangeTable.TIME_TO_LIVE.minusMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    private final Cql cql;
    private final Clock clock;
    private final ChangeFeedSettings settings;
    private final List<Consumer<Change>> subscribers = new CopyOnWriteArrayList<>();
    private final TreeSet<String> remembered = new TreeSet<>();
    private final Turns turns;
    private final long openedMillis;
    private volatile long polledMillis;
    private volatile boolean polled;
    private boolean failing;

    public ChangeFeed(Keyspaces keyspaces, Clock clock, ChangeFeedSettings settings) {
        this.cql = keyspaces.platform();
        this.clock = clock;
        this.settings = settings;
        this.turns = new Turns("change-feed", settings.pollEvery(), this::turn);
        this.openedMillis = clock.millis();
        this.polledMillis = openedMillis;
    }

    /**
     * Tells this one too, from the next poll on. Subscribe before anything is read into memory. It is called on the
     * polling thread and on those of whoever announces a change here, and must be quick; what it throws is logged.
     */
    public void subscribe(Consumer<Change> subscriber) {
        subscribers.add(subscriber);
    }

    /** Polls from now on, on a thread of its own, until {@link #close()}. */
    public void start() {
        turns.start();
    }

    /** Whether the table was read at least once: before that a process is not ready. */
    public boolean polled() {
        return polled;
    }

    /** Milliseconds since the beginning of the last poll that read everything; since the opening when there was none. */
    public long lagMillis() {
        return Math.max(0, clock.millis() - polledMillis);
    }

    /**
     * Reads what was written since the last poll and tells it. Called by the poller; a test calls it by hand.
     *
     * @throws StoreUnavailableException when Cassandra did not answer: what was not told is told by a later poll
     */
    public synchronized void poll() {
        long nowMillis = clock.millis();
        long overlapMillis = settings.overlap().toMillis();
        // A clock set back must not open a gap.
        long sinceMillis = Math.min(polledMillis, nowMillis) - overlapMillis;
        long fromMillis = Math.max(sinceMillis, nowMillis - MAX_LOOK_BACK.toMillis());
        if (fromMillis > sinceMillis) {
            LOG.error("changes of {} ms were not read; entries end by their age", fromMillis - sinceMillis);
        }
        String from = new Ulid(fromMillis << 16, 0).toString();
        remembered.headSet(from).clear();
        long last = ChangeTable.bucketOf(nowMillis + settings.allowedClockSkew().toMillis());
        for (long bucket = ChangeTable.bucketOf(fromMillis); bucket <= last; bucket++) {
            for (Row row : cql.stream(ChangeTable.SELECT_FROM, bucket, from)) {
                tell(row);
            }
        }
        polledMillis = nowMillis;
        polled = true;
    }

    /** Tells subscribers of what is changed in this process, before a poll does. */
    public void tell(Change change) {
        for (Consumer<Change> subscriber : subscribers) {
            try {
                subscriber.accept(change);
            } catch (RuntimeException e) {
                LOG.error("a subscriber failed on {}", change, e);
            }
        }
    }

    @Override
    public void close() {
        turns.close();
    }

    private void turn() {
        try {
            poll();
            if (failing) {
                LOG.info("changes are read again");
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("changes cannot be read; entries are used until their age ends them", e);
            }
            failing = true;
        }
    }

    private void tell(Row row) {
        String id = row.getString("id");
        String kind = row.getString("kind");
        String entity = row.getString("entity");
        if (id == null || kind == null || entity == null || !remembered.add(id)) {
            return;
        }
        if (remembered.size() > MAX_REMEMBERED) {
            remembered.pollFirst();
        }
        Change change;
        try {
            change = new Change(ChangeKind.valueOf(kind), entity);
        } catch (IllegalArgumentException e) {
            // A newer program, of a rolling upgrade, knows kinds that nobody here holds.
            LOG.debug("a change of unknown kind {}", kind);
            return;
        }
        tell(change);
    }
}
