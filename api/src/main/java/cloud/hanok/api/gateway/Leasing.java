package cloud.hanok.api.gateway;

import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.lease.CassandraLeases;
import cloud.hanok.platform.lease.LeaseKey;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.roster.GatewayRoster;
import cloud.hanok.platform.time.Seoul;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This gateway's leases, from what its last life held to what it gives back at its end. */
final class Leasing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leasing.class);

    private final Leases leases;
    private final CassandraLeases held;
    private final GatewayRoster roster;
    private final CreditLines credit;
    private final String gatewayId;
    private final Executor executor;
    private final Clock clock;

    Leasing(
            Leases leases,
            CassandraLeases held,
            GatewayRoster roster,
            CreditLines credit,
            String gatewayId,
            Executor executor,
            Clock clock) {
        this.leases = leases;
        this.held = held;
        this.roster = roster;
        this.credit = credit;
        this.gatewayId = gatewayId;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * Begins to keep leases. To be called when everything the last life spent is recorded: what it was granted is replaced
     * by that, in the background, and at once for a tenant that calls.
     */
    void start() {
        roster.start();
        leases.start();
        executor.execute(this::reenter);
    }

    @Override
    public void close() {
        roster.close();
        leases.close();
    }

    private void reenter() {
        YearMonth month = Seoul.monthOf(clock.instant());
        try {
            int count = 0;
            for (YearMonth each : List.of(month, month.minusMonths(1))) {
                for (LeaseKey key : held.noted(gatewayId, each.toString())) {
                    credit.reenter(key);
                    count++;
                }
            }
            if (count > 0) {
                LOG.info("{} leases of the last run were settled", count);
            }
        } catch (StoreUnavailableException away) {
            LOG.warn("leases of the last run are settled when their tenants call: {}", away.toString());
        }
    }
}
