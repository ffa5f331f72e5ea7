package cloud.hanok.cluster.fairness;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.turn.Turns;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other gateways, and this one's next life, what was served, once a second and beside all requests. Each writes its own
 * rows and reads everybody's; without Cassandra each is fair by what it serves itself.
 */
public final class ServiceExchange implements AutoCloseable {
    /** What others served meanwhile is not known: the error of a counter. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    /** What is older says nothing of who waits now: some periods, and what clocks may differ. */
    private static final long FRESH_MILLIS = 10_000;

    /** A deployment that nobody asks is looked at in one period of so many. */
    private static final int IDLE_PERIODS = 10;

    private static final CqlStatement WRITE = CqlStatement.write("INSERT INTO fair_service"
            + " (deployment, gateway, tenant, service, lifted, waiting, written_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement READ = CqlStatement.read(
            "SELECT gateway, tenant, service, lifted, waiting, written_at FROM fair_service WHERE deployment = ?");
    private static final Logger LOG = LoggerFactory.getLogger(ServiceExchange.class);

    private final Cql cql;
    private final FairQueues queues;
    private final String gateway;
    private final Clock clock;
    private final Map<DeploymentId, Told> told = new HashMap<>();
    private final Turns turns = new Turns("fair-exchange", EVERY, this::exchange);
    private boolean heard = true;

    /** What was written of one deployment. */
    private static final class Told {
        private final Map<TenantId, ServiceRecord> records = new HashMap<>();
        private int idle;
    }

    public ServiceExchange(Keyspaces keyspaces, FairQueues queues, String gateway, Clock clock) {
        this.cql = keyspaces.platform();
        this.queues = queues;
        this.gateway = gateway;
        this.clock = clock;
    }

    /** Begins to exchange. */
    public void start() {
        turns.startAfterPause();
    }

    /** Stops, and writes what is not written yet, as far as that can be done. */
    @Override
    public void close() {
        turns.end();
        exchange();
    }

    /** One round. Blocks. */
    synchronized void exchange() {
        try {
            told.keySet().retainAll(queues.byDeployment().keySet());
            queues.byDeployment().forEach(this::exchange);
            heard = true;
        } catch (StoreUnavailableException away) {
            if (heard) {
                LOG.warn("what is served is not shared with other gateways for now: {}", away.toString());
            }
            heard = false;
        }
    }

    private void exchange(DeploymentId deployment, FairQueue queue) {
        Told before = told.get(deployment);
        if (before == null) {
            // What an earlier life wrote is read before anything is written over it.
            List<ServiceRecord> all = read(deployment);
            long newestMillis =
                    all.stream().mapToLong(ServiceRecord::writtenAtMillis).max().orElse(0);
            queue.hear(all, gateway, true, newestMillis - FRESH_MILLIS);
            before = new Told();
            told.put(deployment, before);
        }
        boolean changed = write(deployment, queue, before);
        before.idle = changed ? 0 : before.idle + 1;
        if (before.idle % IDLE_PERIODS == 0) {
            queue.hear(read(deployment), gateway, false, clock.millis() - FRESH_MILLIS);
        }
    }

    /** Whoever waits is written again though nothing changed: it says that the gateway lives. */
    private boolean write(DeploymentId deployment, FairQueue queue, Told before) {
        List<Cql.BoundWrite> writes = new ArrayList<>();
        Map<TenantId, ServiceRecord> written = new HashMap<>();
        for (TenantAccount account : queue.accounts()) {
            ServiceRecord now = account.report(gateway, clock.millis());
            ServiceRecord was = before.records.get(account.tenant());
            boolean news = was == null
                    || was.service() != now.service()
                    || was.lifted() != now.lifted()
                    || was.waiting()
                    || now.waiting();
            if (news) {
                written.put(account.tenant(), now);
                writes.add(new Cql.BoundWrite(
                        WRITE,
                        List.of(
                                deployment.text(),
                                gateway,
                                account.tenant().text(),
                                now.service(),
                                now.lifted(),
                                now.waiting(),
                                Instant.ofEpochMilli(now.writtenAtMillis()))));
            }
        }
        cql.batches(writes).forEach(Runnable::run);
        before.records.putAll(written);
        return !writes.isEmpty();
    }

    private List<ServiceRecord> read(DeploymentId deployment) {
        List<ServiceRecord> records = new ArrayList<>();
        for (Row row : cql.stream(READ, deployment.text())) {
            records.add(new ServiceRecord(
                    Objects.requireNonNull(row.getString("gateway")),
                    TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                    row.getLong("service"),
                    row.getLong("lifted"),
                    row.getBoolean("waiting"),
                    Objects.requireNonNull(row.getInstant("written_at")).toEpochMilli()));
        }
        return records;
    }
}
