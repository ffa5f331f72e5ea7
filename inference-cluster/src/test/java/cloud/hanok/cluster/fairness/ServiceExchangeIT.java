package cloud.hanok.cluster.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class ServiceExchangeIT {
    private final Clock clock = Clock.systemUTC();
    private final Ulids ulids = new Ulids(clock, new Random(5));

    private CqlSession session;
    private FaultInjectingSession cassandra;
    private Keyspaces keyspaces;

    @BeforeAll
    void prepare() {
        CassandraForTests real = CassandraForTests.get();
        session = CassandraSessions.open(new CassandraSettings(
                List.of(real.contactPoint().getHostString() + ":"
                        + real.contactPoint().getPort()),
                real.localDatacenter(),
                real.programKeyspace("fairness"),
                real.username(),
                real.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        new SchemaMigrations(session, clock).migrate();
        cassandra = new FaultInjectingSession(session);
        keyspaces = new Keyspaces(new Cql(cassandra, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
    }

    @AfterAll
    void close() {
        CassandraForTests.giveBack(session);
    }

    @Test
    void gatewaysHearOfEachOtherAndARestartedOneGoesOnWhereItWas() {
        ServingDeployment deployment = EngineSimulation.deployment(8);
        TenantId tenant = new TenantId(ulids.next());
        FairQueues first = queues();
        FairQueues second = queues();
        ServiceExchange ofFirst = new ServiceExchange(keyspaces, first, "gateway-1", clock);
        ServiceExchange ofSecond = new ServiceExchange(keyspaces, second, "gateway-2", clock);
        serve(first, deployment, tenant, 100);
        serve(second, deployment, tenant, 40);
        ofFirst.exchange();
        ofSecond.exchange();
        serve(first, deployment, tenant, 5);
        ofFirst.exchange();
        assertThat(served(first, deployment, tenant)).isEqualTo(145);
        serve(second, deployment, tenant, 1);
        ofSecond.exchange();
        assertThat(served(second, deployment, tenant)).isEqualTo(146);

        FairQueues again = queues();
        ServiceExchange ofAgain = new ServiceExchange(keyspaces, again, "gateway-1", clock);
        serve(again, deployment, tenant, 3);
        ofAgain.exchange();
        assertThat(served(again, deployment, tenant)).isEqualTo(149);
        serve(second, deployment, tenant, 1);
        ofSecond.exchange();
        assertThat(served(second, deployment, tenant)).isEqualTo(150);
    }

    @Test
    void nothingIsWrittenOverWhatAnEarlierLifeWroteBeforeThatIsRead() {
        ServingDeployment deployment = EngineSimulation.deployment(8);
        TenantId tenant = new TenantId(ulids.next());
        FairQueues before = queues();
        serve(before, deployment, tenant, 1_000);
        new ServiceExchange(keyspaces, before, "gateway-3", clock).close();

        FairQueues after = queues();
        ServiceExchange exchange = new ServiceExchange(keyspaces, after, "gateway-3", clock);
        serve(after, deployment, tenant, 7);
        cassandra.fail(cql -> cql.contains("FROM fair_service"), FaultInjectingSession.Fault.REFUSED, 1);
        try {
            exchange.exchange();
        } finally {
            cassandra.heal();
        }
        assertThat(served(after, deployment, tenant)).isEqualTo(7);
        exchange.exchange();
        assertThat(served(after, deployment, tenant)).isEqualTo(1_007);
    }

    private static FairQueues queues() {
        return new FairQueues(new ServingDirectory(), FairnessSettings.DEFAULTS);
    }

    private static void serve(FairQueues queues, ServingDeployment deployment, TenantId tenant, int inputTokens) {
        queues.of(deployment)
                .ask(deployment, tenant, 1, PriorityClass.INTERACTIVE, inputTokens)
                .end();
    }

    private static long served(FairQueues queues, ServingDeployment deployment, TenantId tenant) {
        return queues.of(deployment).accounts().stream()
                .filter(account -> account.tenant().equals(tenant))
                .mapToLong(account -> account.served() / Service.SCALE)
                .sum();
    }
}
