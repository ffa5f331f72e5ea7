package cloud.hanok.billing.usage;

import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of what happened. */
final class UsageEvents {
    private static final Logger LOG = LoggerFactory.getLogger(UsageEvents.class);

    private static final CqlStatement INSERT = CqlStatement.write("INSERT INTO usage_event (" + UsageRow.COLUMNS
            + ") VALUES (" + "?, ".repeat(UsageRow.COLUMN_COUNT - 1) + "?)");
    private static final CqlStatement OF_REQUEST = CqlStatement.read(
            "SELECT " + UsageRow.COLUMNS + " FROM usage_event WHERE tenant = ? AND minute = ? AND request = ?");
    private static final CqlStatement OF_MINUTE =
            CqlStatement.read("SELECT " + UsageRow.COLUMNS + " FROM usage_event WHERE tenant = ? AND minute = ?");
    private static final CqlStatement NEWEST = CqlStatement.read("SELECT " + UsageRow.COLUMNS
            + " FROM usage_event WHERE tenant = ? AND minute = ? AND request < ? ORDER BY request DESC LIMIT ?");
    /** Above every id of a request. */
    private static final String END = "~";

    private final Keyspaces keyspaces;

    UsageEvents(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** The writes of rows of one tenant's one minute, which is one partition; to be made in any order. */
    List<Runnable> inserts(TenantId tenant, List<UsageRow> rows) {
        List<BoundWrite> writes = new ArrayList<>(rows.size());
        for (UsageRow row : rows) {
            writes.add(new BoundWrite(INSERT, row.values()));
        }
        return keyspaces.of(tenant).batches(writes);
    }

    /** The rows of one request, one for each identity. */
    List<UsageRow> ofRequest(TenantId tenant, RequestId request) {
        List<UsageRow> rows = new ArrayList<>();
        var unused = distinct(
                keyspaces.of(tenant).rows(OF_REQUEST, tenant.text(), UsageRow.minuteOf(request), request.text()),
                rows::add);
        return rows;
    }

    /** The sums of one minute, from what happened. */
    UsageSums sumMinute(TenantId tenant, Instant minute) {
        UsageSums sums = new UsageSums();
        var unused = ofMinute(tenant, minute, row -> {
            sums.add(row.attempt().group(), row.totals());
            return true;
        });
        return sums;
    }

    /**
     * Hands over the rows of one minute, one for each identity.
     *
     * @param to says whether to go on
     * @return whether it was gone on to the end
     */
    boolean ofMinute(TenantId tenant, Instant minute, Predicate<UsageRow> to) {
        return distinct(keyspaces.of(tenant).stream(OF_MINUTE, tenant.text(), minute), to);
    }

    /**
     * Some requests of one minute, the newest first.
     *
     * @param requests of each its rows, one for each identity
     * @param rows that were read
     * @param more whether there are older ones
     */
    record Newest(List<List<UsageRow>> requests, int rows, boolean more) {}

    /**
     * The newest requests of a minute.
     *
     * @param before only older ones, or null
     * @param mostRows that are read, at least 1
     */
    Newest newest(TenantId tenant, Instant minute, @Nullable RequestId before, int mostRows) {
        String end = before == null ? END : before.text();
        List<Row> rows = keyspaces.of(tenant).rows(NEWEST, tenant.text(), minute, end, mostRows);
        Map<String, List<Row>> byRequest = new LinkedHashMap<>();
        for (Row row : rows) {
            byRequest
                    .computeIfAbsent(UsageRow.requestOf(row), request -> new ArrayList<>())
                    .addFirst(row);
        }
        boolean more = rows.size() == mostRows;
        List<List<UsageRow>> requests = new ArrayList<>();
        byRequest.forEach((request, ofRequest) -> {
            List<UsageRow> distinct = new ArrayList<>();
            var unused = distinct(ofRequest, distinct::add);
            requests.add(distinct);
        });
        if (more) {
            // The last one may have rows that were not read.
            RequestId last = requests.removeLast().getFirst().attempt().request();
            if (requests.isEmpty()) {
                requests.add(ofRequest(tenant, last));
            }
        }
        return new Newest(requests, rows.size(), more);
    }

    /** Rows of one identity lie side by side; one of them is taken, the same by every reader. */
    private static boolean distinct(Iterable<Row> rows, Predicate<UsageRow> to) {
        @Nullable UsageRow held = null;
        for (Row row : rows) {
            UsageRow next = UsageRow.read(row);
            if (held == null) {
                held = next;
            } else if (held.sameIdentity(next)) {
                LOG.warn(
                        "two different records of {} attempt {}; one of them is billed",
                        next.attempt().request(),
                        next.attempt().number());
                held = preferred(held, next);
            } else {
                if (!to.test(held)) {
                    return false;
                }
                held = next;
            }
        }
        return held == null || to.test(held);
    }

    /** The earlier one has the lower fingerprint, for that is how the table is ordered. */
    private static UsageRow preferred(UsageRow earlier, UsageRow later) {
        return !earlier.settled() && later.settled() ? later : earlier;
    }
}
