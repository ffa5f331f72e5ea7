package cloud.hanok.billing.usage;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored rollups: caches that may be dropped at any time without changing an answer. */
final class Rollups {
    private static final Logger LOG = LoggerFactory.getLogger(Rollups.class);

    /**
     * A quarter of what a Cassandra mutation may be, some 38,000 groups. A minute or an hour of more groups is not
     * stored; it is summed anew by each reader.
     */
    static final int MAX_CELL_BYTES = 4 << 20;

    private static final CqlStatement STORE_MINUTE =
            CqlStatement.write("INSERT INTO usage_minute_rollup (tenant, hour, minute, rollup) VALUES (?, ?, ?, ?)");
    private static final CqlStatement STORE_HOUR =
            CqlStatement.write("INSERT INTO usage_hour_rollup (tenant, day, hour, rollup) VALUES (?, ?, ?, ?)");
    private static final CqlStatement MINUTES = CqlStatement.read("SELECT minute, rollup FROM usage_minute_rollup"
            + " WHERE tenant = ? AND hour = ? AND minute >= ? AND minute < ?");
    private static final CqlStatement HOURS = CqlStatement.read(
            "SELECT hour, rollup FROM usage_hour_rollup" + " WHERE tenant = ? AND day = ? AND hour >= ? AND hour < ?");

    private final Keyspaces keyspaces;

    Rollups(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    Map<Instant, Rollup> minutes(TenantId tenant, Instant hour, Instant from, Instant to) {
        return decode(keyspaces.of(tenant).stream(MINUTES, tenant.text(), hour, from, to));
    }

    Map<Instant, Rollup> hours(TenantId tenant, Instant day, Instant from, Instant to) {
        return decode(keyspaces.of(tenant).stream(HOURS, tenant.text(), day, from, to));
    }

    void storeMinute(TenantId tenant, Instant minute, Rollup rollup) {
        ByteBuffer cell = rollup.encode();
        if (cell.remaining() <= MAX_CELL_BYTES) {
            keyspaces.of(tenant).write(STORE_MINUTE, tenant.text(), minute.truncatedTo(ChronoUnit.HOURS), minute, cell);
        }
    }

    void storeHour(TenantId tenant, Instant hour, Rollup rollup) {
        ByteBuffer cell = rollup.encode();
        if (cell.remaining() <= MAX_CELL_BYTES) {
            keyspaces.of(tenant).write(STORE_HOUR, tenant.text(), hour.truncatedTo(ChronoUnit.DAYS), hour, cell);
        }
    }

    private static Map<Instant, Rollup> decode(Iterable<Row> rows) {
        Map<Instant, Rollup> rollups = new TreeMap<>();
        for (Row row : rows) {
            Instant at = Objects.requireNonNull(row.getInstant(0));
            try {
                rollups.put(at, Rollup.decode(Objects.requireNonNull(row.getByteBuffer(1))));
            } catch (UncheckedIOException | IllegalArgumentException e) {
                // Of another version of this program, or broken: as good as none, for it is only a cache.
                LOG.warn("the rollup of {} cannot be read and is made anew: {}", at, e.toString());
            }
        }
        return rollups;
    }
}
