package cloud.hanok.api.soak;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.BilledRequests;
import cloud.hanok.api.fault.FaultClientProcess;
import cloud.hanok.api.fault.House;
import cloud.hanok.api.fault.PlannedRequest;
import cloud.hanok.api.fault.PlannedRequest.Flaw;
import cloud.hanok.api.fault.PlatformCalls.Tenant;
import cloud.hanok.api.fault.PlatformCalls.Tokens;
import cloud.hanok.api.fault.ReadAnswer;
import cloud.hanok.api.fault.ReadAnswer.End;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Two tenants whose client processes ask for streams and bodies, leave some and are refused some, and a third whose
 * receipts are waited for meanwhile. The pace is the engine's: its gaps between tokens, and so many requests at a time.
 */
final class Traffic {
    private static final int AT_A_TIME = 3;
    private static final int RECEIPTS_OF_A_ROUND = 2;

    /** As the contract promises. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** What is written between a client's last read and its close is billed: with this gap, a chunk at most. */
    private static final int LEAVERS_GAP_MILLIS = 150;

    private final House house;
    private final String run;
    private final Random random;
    private final Duration provableWithin;
    private final int requestsOfARound;
    private final List<Customer> customers = new ArrayList<>();
    private final Tenant proven;
    private int rounds;
    private int receipts;
    private long slowestReceiptMillis;

    private record Customer(Tenant tenant, List<PlannedRequest> plan, List<ReadAnswer> answers) {}

    /**
     * @param run names its tenants and its requests
     * @param requestsOfARound of each of the two
     */
    /** @param provableWithin how soon a receipt is to be provable */
    Traffic(House house, String run, Random random, int requestsOfARound, Duration provableWithin)
            throws IOException, InterruptedException {
        this.provableWithin = provableWithin;
        this.house = house;
        this.run = run;
        this.random = random;
        this.requestsOfARound = requestsOfARound;
        for (String each : List.of("a", "b")) {
            Tenant tenant = house.calls().tenant("soak-" + run + "-" + each);
            customers.add(new Customer(tenant, new ArrayList<>(), new ArrayList<>()));
        }
        proven = house.calls().tenant("soak-" + run + "-proven");
        // The log's first signature warms what a running house has long warmed.
        HttpResponse<String> first = house.calls().chat(proven, probe());
        receipts++;
        String id = first.headers().firstValue("x-receipt-id").orElseThrow();
        house.await("the log's first receipt", () -> isProvable(id));
    }

    /** Asks all of one round and returns when everything was answered. */
    void round() throws IOException, InterruptedException {
        List<FaultClientProcess> clients = new ArrayList<>();
        try {
            for (Customer each : customers) {
                List<PlannedRequest> plan = plan();
                each.plan().addAll(plan);
                clients.add(FaultClientProcess.start(
                        house.folder(), house.port(), each.tenant().projectKey(), plan, AT_A_TIME));
            }
            for (int i = 0; i < RECEIPTS_OF_A_ROUND; i++) {
                proveOne();
            }
            for (int i = 0; i < clients.size(); i++) {
                customers.get(i).answers().addAll(clients.get(i).finish());
            }
        } finally {
            clients.forEach(FaultClientProcess::close);
        }
        rounds++;
    }

    /** Compares everything with the bill and returns the figures. */
    String check() throws IOException, InterruptedException {
        var said = new StringBuilder(rounds + " rounds, " + receipts
                + " receipts of a sample provable, the slowest after " + slowestReceiptMillis + " ms");
        for (Customer each : customers) {
            Map<String, PlannedRequest> planned =
                    each.plan().stream().collect(Collectors.toMap(PlannedRequest::name, Function.identity()));
            assertThat(each.answers()).hasSameSizeAs(each.plan());
            for (ReadAnswer answer : each.answers()) {
                assertEndedAsPlanned(Objects.requireNonNull(planned.get(answer.name())), answer);
            }
            said.append("\n  ").append(new BilledRequests(house, each.tenant(), each.plan(), each.answers()).check());
        }
        house.await("the sample's bill", () -> reported().output() >= (long) receipts * probe().tokens());
        assertThat(reported().output()).isEqualTo((long) receipts * probe().tokens());
        return said.toString();
    }

    private static void assertEndedAsPlanned(PlannedRequest planned, ReadAnswer answer) {
        End end = planned.flaw() != Flaw.NONE ? End.REFUSED : planned.leaveAfterTokens() > 0 ? End.LEFT : End.WHOLE;
        assertThat(answer.end()).as(answer + " of " + planned).isEqualTo(end);
        assertThat(answer.status())
                .as(answer + " of " + planned)
                .isEqualTo(planned.flaw().status());
    }

    private List<PlannedRequest> plan() {
        List<PlannedRequest> plan = new ArrayList<>();
        for (int i = 0; i < requestsOfARound; i++) {
            // Another run of the same seed draws the same numbers, and the engine remembers both.
            String name = "soak-%s-%03d-%d-%03d".formatted(run, rounds, random.nextInt(1_000_000), i);
            String model =
                    House.deployments().get(random.nextInt(House.deployments().size()));
            int tokens = random.nextInt(5, 60);
            int gapMillis = random.nextInt(10, 40);
            plan.add(
                    switch (i % 8) {
                        case 5 -> PlannedRequest.whole(name, model, false, tokens, gapMillis);
                        case 6 -> PlannedRequest.left(name, model, 400, LEAVERS_GAP_MILLIS, random.nextInt(1, 8));
                        case 7 -> PlannedRequest.refused(name, model, Flaw.values()[1 + random.nextInt(3)]);
                        default -> PlannedRequest.whole(name, model, true, tokens, gapMillis);
                    });
        }
        return plan;
    }

    private void proveOne() throws IOException {
        HttpResponse<String> answer = house.calls().chat(proven, probe());
        long endedNanos = System.nanoTime();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        receipts++;
        String id = answer.headers().firstValue("x-receipt-id").orElseThrow();
        boolean provable = isProvable(id);
        while (!provable && System.nanoTime() - endedNanos < provableWithin.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            provable = isProvable(id);
        }
        long tookMillis = Duration.ofNanos(System.nanoTime() - endedNanos).toMillis();
        assertThat(provable)
                .as("receipt " + id + " provable after " + tookMillis + " ms")
                .isTrue();
        assertThat(house.calls().receipt(proven, id + ".tlog-proof").statusCode())
                .isEqualTo(200);
        slowestReceiptMillis = Math.max(slowestReceiptMillis, tookMillis);
    }

    private boolean isProvable(String id) {
        return house.calls().receipt(proven, id).statusCode() == 200;
    }

    private Tokens reported() {
        try {
            return house.calls().reported(proven);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static PlannedRequest probe() {
        return PlannedRequest.whole("proven", House.deployments().getFirst(), false, 3, 0);
    }
}
