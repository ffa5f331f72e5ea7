package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.PlatformCalls.Tenant;
import cloud.hanok.api.fault.ReadAnswer.End;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a separate client process read is what is billed, once, whatever was killed or gone meanwhile. {@code
 * -Dhanok.fault.seed=...} repeats the choices of a run, though not its timing.
 */
class FaultIT {
    private static final int MOST_AT_A_TIME = 6;

    /** A poll a second, and one that is late. */
    private static final Duration CHANGES_ARE_POLLED_WITHIN = Duration.ofSeconds(5);

    @TempDir
    private static Path folder;

    private static House house;
    private static long seed;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        seed = Long.getLong("hanok.fault.seed", System.nanoTime());
        System.out.println("fault test: -Dhanok.fault.seed=" + seed);
        house = House.open(folder, "fault");
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    void whatWasReadIsBilledOnceWhenGatewayAndEngineAreKilled() throws Exception {
        killedOften("killed", new FaultPlan("killed", new Random(seed), 40, 10, 4));
    }

    @Test
    @Tag("long")
    void whatWasReadIsBilledOnceAfterManyKills() throws Exception {
        killedOften("often", new FaultPlan("often", new Random(seed), 200, 50, 20));
    }

    @Test
    void whatWasReadOfARealEngineIsBilledWhenGatewayAndEngineAreKilledInMidStream() throws Exception {
        realEngineKilled("real", 8, 1);
    }

    @Test
    @Tag("long")
    void whatWasReadOfARealEngineIsBilledAfterManyKillsInMidStream() throws Exception {
        realEngineKilled("real-often", 48, 8);
    }

    @Test
    void withoutCassandraInferenceGoesOnAndItsUsageArrivesWhenItReturns() throws Exception {
        Tenant tenant = house.calls().tenant("without-cassandra");
        // That the key was made is a change too: until it was polled, what is in memory of the key may not be used.
        long madeNanos = System.nanoTime();
        house.await(
                "the polls after a change", () -> System.nanoTime() - madeNanos > CHANGES_ARE_POLLED_WITHIN.toNanos());
        List<PlannedRequest> plan = new FaultPlan("alone", new Random(seed + 1), 12, 4, 0).requests();
        List<ReadAnswer> answers = new ArrayList<>(asked(tenant, plan.subList(0, 2)));
        house.cassandra().cut();
        try {
            assertUnavailable(house.calls().tenants());
            answers.addAll(asked(tenant, plan.subList(2, plan.size())));
            assertThat(answers).hasSize(plan.size()).allMatch(answer -> answer.end() == End.WHOLE);
            assertUnavailable(house.calls().tenants());
            assertUnavailable(house.calls().request(tenant, answers.getLast().id()));
        } finally {
            house.cassandra().mend();
        }
        house.await(
                "Cassandra's return",
                () -> house.calls().request(tenant, answers.getLast().id()).statusCode() == 200);
        System.out.println("without Cassandra: " + new BilledRequests(house, tenant, plan, answers).check());
    }

    @Test
    void aClientThatLeavesIsBilledWhatItReadAndItsEngineIsToldAtOnce() throws Exception {
        Tenant tenant = house.calls().tenant("leaving");
        var random = new Random(seed + 2);
        List<PlannedRequest> plan = new ArrayList<>();
        for (String model : House.deployments()) {
            for (int i = 0; i < 3; i++) {
                plan.add(PlannedRequest.left("leave-" + model + i, model, 400, 150, 1 + random.nextInt(8)));
            }
        }
        List<ReadAnswer> answers = asked(tenant, plan);
        assertThat(answers).hasSize(plan.size()).allMatch(answer -> answer.end() == End.LEFT);
        for (ReadAnswer answer : answers) {
            house.await(
                    "the engine to hear that the client of " + answer + " left",
                    () -> house.engine().outcome(answer.id()).equals("ABORTED"));
        }
        System.out.println("clients that left: " + new BilledRequests(house, tenant, plan, answers).check());
    }

    private static void killedOften(String name, FaultPlan plan) throws Exception {
        Tenant tenant = house.calls().tenant(name);
        long beganNanos = System.nanoTime();
        int cutOff = 0;
        List<ReadAnswer> answers;
        try (var client = FaultClientProcess.start(
                house.folder(), house.port(), tenant.projectKey(), plan.requests(), MOST_AT_A_TIME)) {
            for (FaultPlan.Kill kill : plan.kills()) {
                client.await(kill.request(), kill.signal(), "end");
                LockSupport.parkNanos(kill.delayNanos());
                cutOff += client.inFlight();
                switch (kill.victim()) {
                    case GATEWAY -> house.killAndRestart();
                    case ENGINE -> house.engine().killAndRestart();
                }
            }
            answers = client.finish();
        }
        String figures = new BilledRequests(house, tenant, plan.requests(), answers).check();
        System.out.println("fault test, seed " + seed + ": kills " + plan.killsByPoint()
                + " of the gateway and 1 of the engine, requests "
                + plan.requests().size() + ", in flight at kills " + cutOff + ", " + figures + ", in "
                + Duration.ofNanos(System.nanoTime() - beganNanos).toSeconds() + " s");
        assertThat(cutOff).as("requests that a kill met").isPositive();
    }

    /** Kills of the gateway one after the other, each aimed into a stream, and then one of the engine. */
    private static void realEngineKilled(String name, int streams, int gatewayKills) throws Exception {
        Tenant tenant = house.calls().tenant(name);
        long beganNanos = System.nanoTime();
        var random = new Random(seed + 3);
        List<PlannedRequest> plan = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            plan.add(PlannedRequest.whole(
                    "%s-%03d".formatted(name, i), RealEngine.DEPLOYMENT + name, true, random.nextInt(40, 120), 0));
        }
        List<ReadAnswer> answers;
        int cutOff = 0;
        try (var engine = RealEngine.deploy(house, name);
                var client = FaultClientProcess.start(
                        house.folder(), house.port(), tenant.projectKey(), plan, RealEngine.AT_A_TIME)) {
            for (int i = 0; i <= gatewayKills; i++) {
                PlannedRequest aim = plan.get(i * streams / (gatewayKills + 1));
                client.await(aim.name(), "begun", "end");
                LockSupport.parkNanos(random.nextLong(Duration.ofMillis(150).toNanos()));
                cutOff += client.inFlight();
                if (i < gatewayKills) {
                    engine.surviveTheGateway();
                } else {
                    engine.killAndAwaitAnother();
                }
            }
            answers = client.finish();
        }
        String figures = new BilledRequests(house, tenant, plan, answers).check();
        System.out.println("fault test, real engine, seed " + seed + ": kills " + gatewayKills
                + " of the gateway and 1 of the engine, in flight at kills " + cutOff + ", " + figures + ", in "
                + Duration.ofNanos(System.nanoTime() - beganNanos).toSeconds() + " s");
        assertThat(cutOff).as("requests that a kill met").isPositive();
        assertThat(answers).anyMatch(answer -> answer.end() == End.CUT);
    }

    private static List<ReadAnswer> asked(Tenant tenant, List<PlannedRequest> plan) throws Exception {
        try (var client =
                FaultClientProcess.start(house.folder(), house.port(), tenant.projectKey(), plan, MOST_AT_A_TIME)) {
            return client.finish();
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(PlatformCalls.read(answer).at("/error/code").asText()).isEqualTo("store_unavailable");
    }
}
