package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.PlatformCalls.Tenant;
import cloud.hanok.api.fault.PlatformCalls.Tokens;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.money.NanoWon;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits and budgets through three gateways on one database, one of which is killed while it holds leases. */
class ThreeGatewaysIT {
    private static final int GATEWAYS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static GatewayFleet fleet;

    @BeforeAll
    static void open() throws Exception {
        fleet = GatewayFleet.open(folder, "fleet", GATEWAYS);
    }

    @AfterAll
    static void close() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    void aBudgetIsSpentToItsEndAndNeverPassedAlsoWhenAGatewayIsKilledThatHoldsPartOfIt() throws Exception {
        long budgetWon = 60;
        Tenant tenant = fleet.calls(0).tenant("budget");
        assertThat(fleet.administers(
                                0,
                                tenant,
                                "POST",
                                "/v1/organization/spend_limit",
                                "{\"threshold_amount\":" + budgetWon + ",\"currency\":\"KRW\",\"interval\":\"month\"}")
                        .statusCode())
                .isEqualTo(200);
        long began = System.nanoTime();
        AtomicInteger answered = new AtomicInteger();
        List<String> codes = Collections.synchronizedList(new ArrayList<>());
        Runnable killing = () -> {
            try {
                fleet.await("a third of the budget", () -> answered.get() >= 20);
                fleet.kill(2);
                fleet.restart(2);
                fleet.awaitReady(2);
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        };
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> killed = callers.submit(killing);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int gateway = i % GATEWAYS;
                all.add(callers.submit(() -> spend(gateway, tenant, answered, codes, killed)));
            }
            for (Future<?> each : all) {
                each.get();
            }
            killed.get();
        }
        int beforeTheEnd = answered.get();
        // The killed gateway's part came back: the rest can be spent, through any gateway.
        int refusedInARow = 0;
        for (int i = 0; i < 200 && refusedInARow < 12; i++) {
            HttpResponse<String> answer = fleet.chat(i % GATEWAYS, tenant, 10, 0);
            if (answer.statusCode() == 200) {
                answered.incrementAndGet();
                refusedInARow = 0;
            } else {
                assertThat(PlatformCalls.read(answer).at("/error/code").asText())
                        .as(answer.body())
                        .isEqualTo("insufficient_quota");
                assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
                refusedInARow++;
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            }
        }
        long[] spent = new long[1];
        fleet.await("what was answered to be recorded", () -> {
            spent[0] = spent(tenant);
            return spent[0] >= answered.get() * (12 * GatewayFleet.INPUT_NANO_WON + 10 * GatewayFleet.OUTPUT_NANO_WON);
        });
        System.out.println("three gateways, budget of " + budgetWon + " won: spent "
                + new NanoWon(spent[0]).toWonText() + " won in " + answered + " answers, " + beforeTheEnd
                + " of them under 24 callers while one gateway was killed; refused " + codes.size() + " times; "
                + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
        assertThat(spent[0]).isLessThanOrEqualTo(budgetWon * NanoWon.PER_WON);
        // A request holds the most it can cost, some 5 won, and each of three gateways may keep a part that is too
        // small for one.
        assertThat(spent[0]).as("what could be spent").isGreaterThan(budgetWon * 3 / 4 * NanoWon.PER_WON);
    }

    @Test
    void requestsOfAMinuteAndOfADayAreHeldAcrossGatewaysAndUsedUp() throws Exception {
        for (Map.Entry<String, Integer> limit : Map.of("max_requests_per_1_minute", 120, "max_requests_per_1_day", 150)
                .entrySet()) {
            Tenant tenant = fleet.calls(0).tenant(limit.getKey());
            limited(tenant, "{\"" + limit.getKey() + "\":" + limit.getValue() + "}");
            long began = System.nanoTime();
            Map<Long, Integer> byMinute = new TreeMap<>();
            AtomicInteger refused = new AtomicInteger();
            AtomicInteger inAll = new AtomicInteger();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 24; i++) {
                    int gateway = i % GATEWAYS;
                    all.add(callers.submit(() -> {
                        for (int n = 0; n < 15; n++) {
                            HttpResponse<String> answer = fleet.chat(gateway, tenant, 1, 0);
                            if (answer.statusCode() == 200) {
                                inAll.incrementAndGet();
                                synchronized (byMinute) {
                                    byMinute.merge(minuteOf(answer), 1, Integer::sum);
                                }
                            } else {
                                refused.incrementAndGet();
                                assertRateLimited(answer);
                            }
                            assertThat(answer.headers().firstValue("x-ratelimit-limit-requests"))
                                    .hasValue(limit.getValue().toString());
                        }
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            }
            System.out.println("three gateways, " + limit + ": " + byMinute.values() + " answered by minute, " + refused
                    + " refused, " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
            boolean perMinute = limit.getKey().endsWith("minute");
            if (perMinute) {
                assertThat(byMinute.values()).allMatch(count -> count <= limit.getValue());
            } else {
                assertThat(inAll.get()).isLessThanOrEqualTo(limit.getValue());
            }
            // A tenth is shared out by seats, of which there are four for three gateways.
            assertThat(inAll.get()).isGreaterThanOrEqualTo(limit.getValue() * 9 / 10);
        }
    }

    @Test
    void notMoreThanSoManyRunAtOnceAndTheSlotOfOneGatewayGoesToTheNext() throws Exception {
        Tenant tenant = fleet.calls(0).tenant("slots");
        limited(tenant, "{\"max_concurrent_requests\":4}");
        int engineMillis = 600;
        List<long[]> ran = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int gateway = i % GATEWAYS;
                all.add(callers.submit(() -> {
                    for (int n = 0; n < 3; n++) {
                        HttpResponse<String> answer = fleet.chat(gateway, tenant, 6, engineMillis / 6);
                        long ended = System.nanoTime();
                        if (answer.statusCode() == 200) {
                            ran.add(new long[] {
                                ended - Duration.ofMillis(engineMillis - 150).toNanos(),
                                ended - Duration.ofMillis(150).toNanos()
                            });
                        } else {
                            refused.incrementAndGet();
                            assertRateLimited(answer);
                        }
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        int most = 0;
        for (long[] one : ran) {
            int beside = 0;
            for (long[] other : ran) {
                if (other[0] <= one[1] && other[1] >= one[1]) {
                    beside++;
                }
            }
            most = Math.max(most, beside);
        }
        System.out.println("three gateways, 4 slots: " + ran.size() + " ran, at most " + most + " at once, " + refused
                + " refused");
        assertThat(most).isLessThanOrEqualTo(4);
        assertThat(ran.size()).isGreaterThanOrEqualTo(8);

        Tenant single = fleet.calls(0).tenant("single");
        limited(single, "{\"max_concurrent_requests\":1}");
        List<Long> handOvers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int gateway = i % GATEWAYS;
            long began = System.nanoTime();
            fleet.await(
                    "the slot at gateway " + gateway,
                    () -> fleet.chat(gateway, single, 1, 0).statusCode() == 200);
            handOvers.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
        }
        System.out.println("three gateways, 1 slot handed over in ms: " + handOvers);
        assertThat(handOvers).allMatch(millis -> millis < 10_000);
    }

    @Test
    void whatNobodyWaitsForOutlivesTheGatewayThatTookIt() throws Exception {
        Tenant tenant = fleet.calls(0).tenant("background");
        int tokens = 20;
        List<String> polled = new ArrayList<>();
        List<String> streamed = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            polled.add(idIn(fleet.asks(2, tenant, "POST", "/v1/responses", inBackground(tokens, false))
                    .body()));
            streamed.add(idIn(fleet.readUntil(
                    2,
                    tenant,
                    "/v1/responses",
                    inBackground(tokens, true),
                    i < 3 ? "\"response.created\"" : ".delta")));
        }
        fleet.kill(2);
        long killed = System.nanoTime();
        for (String id : polled) {
            assertThat(ended(0, tenant, id).path("status").asText()).isEqualTo("completed");
        }
        int completed = polled.size();
        for (String id : streamed) {
            String status = ended(1, tenant, id).path("status").asText();
            assertThat(status).isIn("completed", "failed");
            completed += status.equals("completed") ? 1 : 0;
            List<JsonNode> events = events(fleet.asks(0, tenant, "GET", "/v1/responses/" + id + "?stream=true", "")
                    .body());
            for (int n = 0; n < events.size(); n++) {
                assertThat(events.get(n).path("sequence_number").asInt()).isEqualTo(n);
            }
            assertThat(events.getLast().path("type").asText())
                    .isEqualTo(status.equals("completed") ? "response.completed" : "error");
        }
        System.out.println("three gateways, one killed: " + completed + " of " + (polled.size() + streamed.size())
                + " background responses answered by others "
                + Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms later, the rest failed");
        fleet.restart(2);
        fleet.awaitReady(2);
        long expected = (long) completed * tokens;
        fleet.await("what was answered to be recorded", () -> output(tenant) >= expected);
        assertThat(output(tenant)).as("each is paid once").isEqualTo(expected);
    }

    private static long output(Tenant tenant) {
        try {
            return fleet.calls(0).reported(tenant).output();
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        }
    }

    private static String inBackground(int tokens, boolean streamed) {
        return "{\"model\":\"" + GatewayFleet.MODEL + "\",\"background\":true,\"stream\":" + streamed
                + ",\"input\":\"{\\\"script\\\":{\\\"tokens\\\":" + tokens + ",\\\"gapMillis\\\":150}}\"}";
    }

    private static String idIn(String text) {
        int from = text.indexOf("resp_");
        return text.substring(from, from + ResponseId.PREFIX.length() + Ulid.TEXT_LENGTH);
    }

    private static JsonNode ended(int gateway, Tenant tenant, String id) {
        JsonNode[] found = new JsonNode[1];
        fleet.await(id + " to end", () -> {
            found[0] = PlatformCalls.read(fleet.asks(gateway, tenant, "GET", "/v1/responses/" + id, ""));
            return !List.of("queued", "in_progress")
                    .contains(found[0].path("status").asText());
        });
        return found[0];
    }

    private static List<JsonNode> events(String stream) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : stream.split("\n")) {
            if (line.startsWith("data:")) {
                events.add(JSON.readTree(line.substring("data:".length())));
            }
        }
        return events;
    }

    private static void spend(
            int gateway, Tenant tenant, AtomicInteger answered, List<String> codes, Future<?> killed) {
        int refusals = 0;
        while (refusals < 3 || !killed.isDone()) {
            try {
                HttpResponse<String> answer = fleet.chat(gateway, tenant, 10, 0);
                if (answer.statusCode() == 200) {
                    answered.incrementAndGet();
                } else {
                    codes.add(PlatformCalls.read(answer).at("/error/code").asText());
                    refusals++;
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
            } catch (UncheckedIOException killedMeanwhile) {
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    private static void limited(Tenant tenant, String body) {
        HttpResponse<String> set = fleet.administers(0, tenant, "POST", "/v1/organization/rate_limits/rl_*", body);
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        JsonNode standing = PlatformCalls.read(fleet.administers(1, tenant, "GET", "/v1/organization/limits", ""));
        assertThat(standing.get("data").size()).isEqualTo(2);
        // No gateway has looked at this tenant before, so each reads what was just set.
    }

    private static void assertRateLimited(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
        JsonNode error = PlatformCalls.read(answer).get("error");
        assertThat(error.get("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.at("/messages/en").asText()).contains("your organization");
        assertThat(error.at("/messages/ko").asText()).contains("한도");
        assertThat(Long.parseLong(answer.headers().firstValue("retry-after").orElseThrow()))
                .isPositive();
        assertThat(answer.headers().firstValue("retry-after-ms")).isPresent();
    }

    private static long minuteOf(HttpResponse<String> answer) {
        return RequestId.parse(answer.headers().firstValue("x-request-id").orElseThrow())
                        .ulid()
                        .epochMillis()
                / 60_000;
    }

    private static long spent(Tenant tenant) {
        try {
            Tokens tokens = fleet.calls(0).reported(tenant);
            return tokens.input() * GatewayFleet.INPUT_NANO_WON + tokens.output() * GatewayFleet.OUTPUT_NANO_WON;
        } catch (java.io.IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
