package cloud.hanok.platform.roster;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.turn.Turns;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces this gateway again and again, and remembers who else there is. What is remembered is read without blocking. */
public final class GatewayRoster implements AutoCloseable {
    /** One lightweight transaction of each gateway in this time. */
    private static final Duration EVERY = Duration.ofSeconds(10);

    private static final int MAX_RACES = 16;
    private static final String NAME = "gateways";
    private static final CqlStatement READ =
            CqlStatement.serialRead("SELECT revision, seats, seen, seated FROM gateway_roster WHERE name = ?");
    private static final CqlStatement INSERT = CqlStatement.decision(
            "INSERT INTO gateway_roster (name, revision, seats, seen, seated) VALUES (?, ?, ?, ?, ?) IF NOT EXISTS");
    private static final CqlStatement UPDATE = CqlStatement.decision(
            "UPDATE gateway_roster SET revision = ?, seats = ?, seen = ?, seated = ? WHERE name = ? IF revision = ?");
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRoster.class);

    private final Cql cql;
    private final String gateway;
    private final Clock clock;
    private final Turns turns = new Turns("gateway-roster", EVERY, this::turn);
    private boolean heard = true;
    private volatile Roster known = Roster.NONE;
    private volatile long announcedMillis = Long.MIN_VALUE / 2;

    public GatewayRoster(Keyspaces keyspaces, String gateway, Clock clock) {
        this.cql = keyspaces.platform();
        this.gateway = gateway;
        this.clock = clock;
    }

    /**
     * Announces this gateway and goes on doing so in the background.
     *
     * @throws StoreUnavailableException when the first announcement was not recorded: nothing was begun
     */
    public void start() {
        announce();
        turns.startAfterPause();
    }

    /** By how much a share of this gateway is to be divided; 0: it has none. */
    public int seats() {
        long now = clock.millis();
        Roster roster = known;
        return now - announcedMillis < Roster.USABLE.toMillis() && roster.isSeated(gateway, now) ? roster.seats() : 0;
    }

    /** How many gateways there are. */
    public int gateways() {
        return known.gateways();
    }

    @Override
    public void close() {
        turns.end();
    }

    /** Announces it once. Blocks. */
    void announce() {
        for (int race = 0; race < MAX_RACES; race++) {
            Roster was = cql.row(READ, NAME).map(GatewayRoster::read).orElse(Roster.NONE);
            long now = clock.millis();
            Roster next = was.announced(gateway, now);
            DecisionOutcome outcome = was.revision() == 0
                    ? cql.decide(INSERT, NAME, next.revision(), next.seats(), next.seen(), next.seated())
                    : cql.decide(
                            UPDATE, next.revision(), next.seats(), next.seen(), next.seated(), NAME, was.revision());
            // What is not known to have been made is made again: whoever it seats has the same seat then.
            if (outcome instanceof DecisionOutcome.Applied) {
                known = next;
                announcedMillis = now;
                return;
            }
        }
        throw new StoreUnavailableException(
                "this gateway could not be announced in time", new IllegalStateException("contended"));
    }

    private void turn() {
        try {
            announce();
            heard = true;
        } catch (RuntimeException away) {
            if (heard) {
                LOG.warn("gateway {} cannot be announced and is tried again: {}", gateway, away.toString());
            }
            heard = false;
        }
    }

    private static Roster read(Row row) {
        return new Roster(row.getLong("revision"), row.getInt("seats"), part(row, "seen"), part(row, "seated"));
    }

    private static Map<String, Long> part(Row row, String column) {
        return Objects.requireNonNull(row.getMap(column, String.class, Long.class));
    }
}
