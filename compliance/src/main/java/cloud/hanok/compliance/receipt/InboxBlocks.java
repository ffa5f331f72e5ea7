package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.home.HomeUnavailableException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading side of the inbox: what of each block is not provable yet. */
final class InboxBlocks {
    private static final Logger LOG = LoggerFactory.getLogger(InboxBlocks.class);

    /** Tenants are spread over this many partitions; a sweep reads them all. */
    private static final int SHARDS = 16;
    /** Rows that are read together; each holds the leaves of one append. */
    private static final int ROWS_AT_ONCE = 64;
    /** How much later than its end a block's last row may become visible: slow writes and skewed clocks. */
    private static final Duration LATEST_WRITE = Duration.ofMinutes(10);

    private static final CqlStatement OF_SHARD =
            CqlStatement.read("SELECT tenant, block, integrated FROM log_blocks WHERE shard = ?");
    private static final CqlStatement OF_TENANT =
            CqlStatement.read("SELECT block, integrated FROM log_blocks WHERE shard = ? AND tenant = ?");
    private static final CqlStatement PENDING = CqlStatement.read(
            "SELECT sequence, names FROM log_inbox WHERE tenant = ? AND block = ? AND sequence > ? LIMIT ?");
    private static final CqlStatement MARK = CqlStatement.write(
            "UPDATE log_blocks USING TIMESTAMP ? SET integrated = ? WHERE shard = ? AND tenant = ? AND block = ?");
    private static final CqlStatement DELETE_ROWS =
            CqlStatement.write("DELETE FROM log_inbox WHERE tenant = ? AND block = ?");
    private static final CqlStatement DELETE_BLOCK =
            CqlStatement.write("DELETE FROM log_blocks WHERE shard = ? AND tenant = ? AND block = ?");

    private final Keyspaces keyspaces;
    private final Clock clock;

    InboxBlocks(Keyspaces keyspaces, Clock clock) {
        this.keyspaces = keyspaces;
        this.clock = clock;
    }

    /**
     * Leaves to integrate.
     *
     * @param names in the order of their arrival at each process
     * @param through by block, the last sequence among them
     * @param more whether there may be others behind them
     */
    record PendingLeaves(List<LeafName> names, Map<String, Integer> through, boolean more) {
        boolean isEmpty() {
            return names.isEmpty();
        }
    }

    static int shard(TenantId tenant) {
        return (int) (tenant.ulid().leastSignificantBits() & (SHARDS - 1));
    }

    /**
     * A tenant's leaves that are not marked as provable.
     *
     * @param read by block, the last sequence that the caller has already
     * @param enough how many to look for; the row that reaches it is returned whole
     */
    PendingLeaves pending(TenantId tenant, Map<String, Integer> read, int enough) {
        List<LeafName> names = new ArrayList<>();
        Map<String, Integer> through = new HashMap<>();
        for (Row block : keyspaces.platform().rows(OF_TENANT, shard(tenant), tenant.text())) {
            String name = Objects.requireNonNull(block.getString("block"));
            int after = Math.max(block.getInt("integrated"), read.getOrDefault(name, 0));
            boolean rest = true;
            while (rest && names.size() < enough) {
                List<Row> rows = rows(tenant, name, after, ROWS_AT_ONCE);
                for (Row row : rows) {
                    if (names.size() < enough) {
                        names.addAll(LeafName.decode(Objects.requireNonNull(row.getByteBuffer("names"))));
                        after = row.getInt("sequence");
                        through.put(name, after);
                    }
                }
                rest = rows.size() == ROWS_AT_ONCE;
            }
        }
        return new PendingLeaves(names, through, names.size() >= enough);
    }

    /** Remembers that the leaves up to these sequences are provable. */
    void mark(TenantId tenant, Map<String, Integer> through, long timestamp) {
        through.forEach((block, sequence) ->
                keyspaces.platform().write(MARK, timestamp, sequence, shard(tenant), tenant.text(), block));
    }

    /** The tenants that have leaves to integrate. Blocks that are over, and all of whose leaves are provable, are removed. */
    Set<TenantId> sweep() {
        Set<TenantId> waiting = new LinkedHashSet<>();
        Set<TenantId> away = new HashSet<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            for (Row row : keyspaces.platform().stream(OF_SHARD, shard)) {
                TenantId tenant = TenantId.parse(Objects.requireNonNull(row.getString("tenant")));
                String block = Objects.requireNonNull(row.getString("block"));
                if (waiting.contains(tenant) || away.contains(tenant)) {
                    continue;
                }
                try {
                    if (!rows(tenant, block, row.getInt("integrated"), 1).isEmpty()) {
                        waiting.add(tenant);
                    } else if (isOver(block)) {
                        remove(tenant, block);
                    }
                } catch (HomeUnavailableException elsewhere) {
                    LOG.warn("leaves left behind are looked for later: {}", elsewhere.getMessage());
                    away.add(tenant);
                }
            }
        }
        return waiting;
    }

    private List<Row> rows(TenantId tenant, String block, int after, int limit) {
        return keyspaces.of(tenant).rows(PENDING, tenant.text(), block, after, limit);
    }

    private boolean isOver(String block) {
        long openedAtMillis = Ulid.parse(block).epochMillis();
        return clock.millis() - openedAtMillis
                > LeafInbox.BLOCK_LIFE.plus(LATEST_WRITE).toMillis();
    }

    private void remove(TenantId tenant, String block) {
        keyspaces.of(tenant).write(DELETE_ROWS, tenant.text(), block);
        keyspaces.platform().write(DELETE_BLOCK, shard(tenant), tenant.text(), block);
    }
}
