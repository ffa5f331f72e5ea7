package cloud.hanok.content.file;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Who looks at deeds, one process at a time, and from which hour on there may be some. */
final class SweepRows {
    /** Without a sign of life for so long, another process goes on. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** Deeds may have been noted before anybody ever looked. */
    private static final int HOURS_BEFORE_THE_FIRST = 24;

    private static final String LIST = "files";
    private static final CqlStatement BEGIN = CqlStatement.decision(
            "INSERT INTO file_sweeps (list, hour, holder, lease_until) VALUES (?, ?, '', ?) IF NOT EXISTS");
    private static final CqlStatement FIND =
            CqlStatement.serialRead("SELECT hour, holder, lease_until FROM file_sweeps WHERE list = ?");
    private static final CqlStatement KEEP = CqlStatement.decision(
            "UPDATE file_sweeps SET hour = ?, holder = ?, lease_until = ? WHERE list = ? IF holder = ? AND lease_until = ?");

    private final Cql cql;
    private final String holder;

    /** @param holder of this process and of no other */
    SweepRows(Keyspaces keyspaces, String holder) {
        this.cql = keyspaces.platform();
        this.holder = holder;
    }

    /** The lease as it was written, with the hour to begin with. */
    record Turn(long hour, String holder, Instant until) {}

    /** Takes the lease, or keeps it; empty when another process has it. */
    Optional<Turn> take(Instant now) {
        Optional<Row> row = cql.row(FIND, LIST);
        if (row.isEmpty()) {
            cql.decide(BEGIN, LIST, Deeds.hour(now) - HOURS_BEFORE_THE_FIRST, Instant.EPOCH);
            row = cql.row(FIND, LIST);
        }
        return row.map(it -> new Turn(
                        it.getLong("hour"),
                        Objects.requireNonNull(it.getString("holder")),
                        Objects.requireNonNull(it.getInstant("lease_until"))))
                .filter(turn -> turn.holder().equals(holder) || turn.until().isBefore(now))
                .flatMap(turn -> keep(turn, turn.hour(), now));
    }

    /** Keeps the lease and notes how far everything is done; empty when it was lost. */
    Optional<Turn> keep(Turn turn, long hour, Instant now) {
        var next = new Turn(hour, holder, Instant.ofEpochMilli(now.plus(LEASE).toEpochMilli()));
        DecisionOutcome outcome =
                cql.decide(KEEP, next.hour(), next.holder(), next.until(), LIST, turn.holder(), turn.until());
        return outcome instanceof DecisionOutcome.Applied ? Optional.of(next) : Optional.empty();
    }
}
