package cloud.hanok.cluster.serving;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ReplicaId;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ServingReplicaTest {
    private final Ulids ulids = new Ulids(Clock.systemUTC(), new Random(1));

    @Test
    void countsRequestsInFlightAndRefusesThemOnceClosed() {
        ServingReplica replica = replica(true);
        assertThat(replica.begin()).isTrue();
        assertThat(replica.begin()).isTrue();
        replica.end();
        replica.close();

        assertThat(replica.begin()).isFalse();
        assertThat(replica.inFlight()).isEqualTo(1);
        assertThat(replica.isHealthy()).isFalse();
        replica.end();
        replica.close();
        assertThat(replica.inFlight()).isZero();
    }

    @Test
    void noRequestBeginsAfterCloseHoweverManyThreadsTry() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 50; round++) {
            ServingReplica replica = replica(true);
            List<Future<Integer>> begun = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                for (int i = 0; i < 4; i++) {
                    begun.add(threads.submit(() -> {
                        int count = 0;
                        while (count < 10_000 && replica.begin()) {
                            count++;
                        }
                        return count;
                    }));
                }
                replica.close();
                int atClose = replica.inFlight();
                int all = 0;
                for (Future<Integer> one : begun) {
                    all += one.get();
                }
                assertThat(atClose).isEqualTo(all);
            }
        }
    }

    @Test
    void aProbeThatBeganBeforeAFailureDoesNotHealIt() {
        ServingReplica replica = replica(true);
        int before = replica.probeMark();
        replica.reportFailure();
        replica.probed(before, true);
        assertThat(replica.isHealthy()).isFalse();

        replica.probed(replica.probeMark(), true);
        assertThat(replica.isHealthy()).isTrue();
        replica.probed(replica.probeMark(), false);
        assertThat(replica.isHealthy()).isFalse();
    }

    @Test
    void leastBusyLeavesOutTheUnhealthyAndTheOneThatFailed() {
        ServingReplica busy = replica(true);
        ServingReplica idle = replica(true);
        ServingReplica ill = replica(false);
        busy.begin();
        ServingDeployment deployment = deployment("a", busy, idle, ill);

        assertThat(deployment.leastBusy(null)).isSameAs(idle);
        assertThat(deployment.leastBusy(idle)).isSameAs(busy);
        busy.reportFailure();
        assertThat(deployment.leastBusy(idle)).isNull();
        assertThat(deployment("b").leastBusy(null)).isNull();
    }

    @Test
    void directoryIsReplacedAsAWhole() {
        ServingDirectory directory = new ServingDirectory();
        directory.publish(List.of(deployment("b"), deployment("a")));
        assertThat(directory.all(null)).extracting(ServingDeployment::name).containsExactly("a", "b");
        assertThat(directory.find("a")).isNotNull();

        directory.publish(List.of(deployment("c")));
        assertThat(directory.find("a")).isNull();
        assertThat(directory.find("c")).isNotNull();
    }

    @Test
    void printsNoCredential() {
        assertThat(replica(true).toString()).doesNotContain("hidden-value");
        assertThat(deployment("a", replica(true)).toString()).doesNotContain("hidden-value");
    }

    private ServingReplica replica(boolean healthy) {
        return new ServingReplica(
                new ReplicaId(ulids.next()), EngineEndpoint.loopback(8080), new Secret("hidden-value"), healthy);
    }

    @Test
    void aTenantsOwnPoolAndTheSharedOneMayServeTheSameNameAndKnowNothingOfEachOther() {
        TenantId owner = new TenantId(ulids.next());
        TenantId another = new TenantId(ulids.next());
        ServingDirectory directory = new ServingDirectory();
        ServingDeployment shared = deployment("a");
        ServingDeployment own = deployment("a", Pool.of(owner));
        ServingDeployment onlyOwn = deployment("b", Pool.of(owner));
        directory.publish(List.of(shared, own, onlyOwn));
        assertThat(directory.find(null, "a")).isSameAs(shared);
        assertThat(directory.find(null, "b")).isNull();
        assertThat(directory.find(owner, "a")).isSameAs(own);
        assertThat(directory.all(owner)).containsExactly(own, onlyOwn);
        assertThat(directory.find(another, "a")).isNull();
        assertThat(directory.all(another)).isEmpty();
    }

    private ServingDeployment deployment(String name, ServingReplica... replicas) {
        return deployment(name, Pool.SHARED, replicas);
    }

    private ServingDeployment deployment(String name, Pool pool, ServingReplica... replicas) {
        return new ServingDeployment(
                new DeploymentId(ulids.next()),
                name,
                pool,
                new ModelVersionId(ulids.next()),
                "",
                "publisher",
                "Apache-2.0",
                Capabilities.TEXT_CHAT,
                EngineKind.VLLM,
                name,
                4096,
                new ServingSite(new SiteId(ulids.next()), "seoul", "KR", "Hanok"),
                new PriceId(ulids.next()),
                AnswerTimeouts.DEFAULTS,
                Instant.EPOCH,
                List.of(replicas));
    }
}
