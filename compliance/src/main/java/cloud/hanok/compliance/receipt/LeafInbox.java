package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of the inbox. Each process writes into blocks of its own, numbering the rows of a block without gaps,
 * one append of a tenant after the other; so a reader that remembers a sequence misses nothing that was acknowledged. A
 * block that a write failed in is left: what may arrive late in it is appended again by whoever was not answered.
 */
final class LeafInbox {
    /** A block is written no longer, so that readers can let go of it. */
    static final Duration BLOCK_LIFE = Duration.ofHours(1);
    /** Rows of a partition that stay cheap to read; some 20 bytes a leaf. */
    private static final int MOST_ROWS_IN_A_BLOCK = 10_000;

    private static final int MOST_LEAVES_IN_A_BLOCK = 200_000;
    /** Some 40 KB. */
    static final int MOST_LEAVES_IN_A_ROW = 2_048;

    private static final CqlStatement OPEN_BLOCK =
            CqlStatement.write("INSERT INTO log_blocks (shard, tenant, block) VALUES (?, ?, ?)");
    private static final CqlStatement PUT =
            CqlStatement.write("INSERT INTO log_inbox (tenant, block, sequence, names) VALUES (?, ?, ?, ?)");

    private final Keyspaces keyspaces;
    private final Ulids ulids;
    private final Clock clock;
    private final Map<TenantId, Writer> writers = new ConcurrentHashMap<>();

    LeafInbox(Keyspaces keyspaces, Ulids ulids, Clock clock) {
        this.keyspaces = keyspaces;
        this.ulids = ulids;
        this.clock = clock;
    }

    /** Puts leaves into the inbox; they will be integrated once this returns. */
    void put(TenantId tenant, List<LeafName> names) {
        writers.computeIfAbsent(tenant, Writer::new).put(names);
    }

    /** Forgets the blocks of tenants that have been silent, so that memory follows who is active. */
    void forgetExpired() {
        writers.values().removeIf(Writer::expired);
    }

    /** Writes one tenant's blocks, one append at a time. */
    private final class Writer {
        private final TenantId tenant;
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable String block;
        private volatile long openedAtMillis;
        private int last;
        private int leaves;

        Writer(TenantId tenant) {
            this.tenant = tenant;
        }

        boolean expired() {
            return clock.millis() - openedAtMillis >= BLOCK_LIFE.toMillis();
        }

        void put(List<LeafName> names) {
            lock.lock();
            try {
                String target = block;
                if (target == null || expired() || last >= MOST_ROWS_IN_A_BLOCK || leaves >= MOST_LEAVES_IN_A_BLOCK) {
                    target = open();
                }
                List<BoundWrite> rows = new ArrayList<>();
                for (int from = 0; from < names.size(); from += MOST_LEAVES_IN_A_ROW) {
                    List<LeafName> some = names.subList(from, Math.min(names.size(), from + MOST_LEAVES_IN_A_ROW));
                    rows.add(new BoundWrite(PUT, Arrays.asList(tenant.text(), target, ++last, LeafName.encode(some))));
                }
                leaves += names.size();
                // Unless every row is acknowledged, the next append takes another block.
                block = null;
                keyspaces.of(tenant).batches(rows).forEach(Runnable::run);
                block = target;
            } finally {
                lock.unlock();
            }
        }

        private String open() {
            String fresh = ulids.next().toString();
            keyspaces.platform().write(OPEN_BLOCK, InboxBlocks.shard(tenant), tenant.text(), fresh);
            openedAtMillis = clock.millis();
            last = 0;
            leaves = 0;
            return fresh;
        }
    }
}
