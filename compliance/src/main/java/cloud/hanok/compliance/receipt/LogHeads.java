package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.TreeHead;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The head of each log and the lease on it, in one row that only lightweight transactions change. Whoever takes the lease
 * raises the epoch, and the head moves only under the epoch it was read in: two sequencers can never both move it.
 */
final class LogHeads {
    private static final CqlStatement CREATE = CqlStatement.decision("INSERT INTO log_heads"
            + " (tenant, epoch, holder, lease_until, size, root) VALUES (?, 0, '', ?, 0, ?) IF NOT EXISTS");
    private static final CqlStatement REMOVE =
            CqlStatement.decision("DELETE FROM log_heads WHERE tenant = ? IF size = 0");
    private static final CqlStatement READ =
            CqlStatement.read("SELECT epoch, holder, lease_until, size, root FROM log_heads WHERE tenant = ?");
    private static final CqlStatement TAKE = CqlStatement.decision(
            "UPDATE log_heads SET epoch = ?, holder = ?, lease_until = ? WHERE tenant = ? IF epoch = ? AND size = ?");
    private static final CqlStatement MOVE = CqlStatement.decision(
            "UPDATE log_heads SET size = ?, root = ?, lease_until = ? WHERE tenant = ? IF epoch = ? AND size = ?");
    private static final CqlStatement RELEASE =
            CqlStatement.decision("UPDATE log_heads SET lease_until = ? WHERE tenant = ? IF epoch = ?");

    private final Keyspaces keyspaces;
    private final Clock clock;
    private final Duration lease;
    private final String holder;

    /**
     * @param holder names this process, and no other and no earlier one
     */
    LogHeads(Keyspaces keyspaces, Clock clock, Duration lease, String holder) {
        this.keyspaces = keyspaces;
        this.clock = clock;
        this.lease = lease;
        this.holder = holder;
    }

    /**
     * The right to move a log's head.
     *
     * @param epoch of this lease and of no other
     * @param head as it was when the lease was taken
     */
    record Lease(long epoch, TreeHead head) {}

    void create(TenantId tenant) {
        DecisionOutcome outcome = keyspaces
                .of(tenant)
                .decide(
                        CREATE,
                        tenant.text(),
                        Instant.EPOCH,
                        ByteBuffer.wrap(TreeHead.empty().root()));
        if (outcome instanceof DecisionOutcome.Unknown unknown) {
            throw new StoreUnavailableException(
                    "Cassandra did not say whether it made the log's head", unknown.cause());
        }
    }

    /**
     * Removes the head of a log that has no leaf.
     *
     * @return false when it has one
     */
    boolean remove(TenantId tenant) {
        return switch (keyspaces.of(tenant).decide(REMOVE, tenant.text())) {
            case DecisionOutcome.Applied() -> true;
            case DecisionOutcome.Refused(var current) ->
                keyspaces.of(tenant).row(READ, tenant.text()).isEmpty();
            case DecisionOutcome.Unknown(var cause) ->
                throw new StoreUnavailableException("Cassandra did not say whether it removed a log's head", cause);
        };
    }

    /** Takes the lease; empty while another process holds it, or when one was faster. */
    Optional<Lease> take(TenantId tenant) {
        Row row = keyspaces
                .of(tenant)
                .row(READ, tenant.text())
                .orElseThrow(() -> new IllegalStateException("the log of " + tenant + " has no head"));
        Instant now = clock.instant();
        Instant until = row.getInstant("lease_until");
        if (until != null && until.isAfter(now) && !holder.equals(row.getString("holder"))) {
            return Optional.empty();
        }
        long epoch = row.getLong("epoch");
        ByteBuffer root = row.getByteBuffer("root");
        if (root == null) {
            throw new IllegalStateException("the head of the log of " + tenant + " has no root");
        }
        TreeHead head = new TreeHead(row.getLong("size"), Blobs.bytes(root));
        DecisionOutcome outcome = keyspaces
                .of(tenant)
                .decide(TAKE, epoch + 1, holder, now.plus(lease), tenant.text(), epoch, head.size());
        return switch (outcome) {
            case DecisionOutcome.Applied applied -> Optional.of(new Lease(epoch + 1, head));
            case DecisionOutcome.Refused refused -> Optional.empty();
            // If it was applied, this process is the holder and takes it again, under a later epoch.
            case DecisionOutcome.Unknown unknown -> Optional.empty();
        };
    }

    /**
     * Moves the head and prolongs the lease.
     *
     * @throws LeaseLostException when another process took the lease
     * @throws StoreUnavailableException when it is not known whether the head moved; the lease must be taken again
     */
    void move(TenantId tenant, long epoch, long fromSize, TreeHead head) {
        DecisionOutcome outcome = keyspaces
                .of(tenant)
                .decide(
                        MOVE,
                        head.size(),
                        ByteBuffer.wrap(head.root()),
                        clock.instant().plus(lease),
                        tenant.text(),
                        epoch,
                        fromSize);
        switch (outcome) {
            case DecisionOutcome.Applied applied -> {}
            case DecisionOutcome.Refused refused -> throw new LeaseLostException(tenant, epoch);
            case DecisionOutcome.Unknown unknown ->
                throw new StoreUnavailableException(
                        "Cassandra did not say whether it moved the log's head", unknown.cause());
        }
    }

    /** Lets others take the lease at once. Whatever becomes of it: the lease ends by itself. */
    void release(TenantId tenant, long epoch) {
        keyspaces.of(tenant).decide(RELEASE, Instant.EPOCH, tenant.text(), epoch);
    }
}
