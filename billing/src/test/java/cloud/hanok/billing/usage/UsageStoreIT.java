package cloud.hanok.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.billing.BillingKeyspace;
import cloud.hanok.billing.Samples;
import cloud.hanok.billing.SettableClock;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.money.NanoWon;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageStoreIT {
    private static final Instant AT = Instant.parse("2026-11-22T01:02:03.456Z");
    private static final Instant HOUR = Instant.parse("2026-11-22T01:00:00Z");

    private final FaultInjectingSession session = BillingKeyspace.session();
    private final Keyspaces keyspaces = BillingKeyspace.keyspaces();
    private final SettableClock clock = new SettableClock(AT.plus(Duration.ofHours(3)));
    private final Samples samples = new Samples(new SecureRandom().nextLong());
    private final UsageStore store = new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom()));
    private final UsageProjection projection = new UsageProjection(keyspaces, clock);

    @AfterEach
    void heal() {
        session.heal();
    }

    @Test
    void anEventIsFoundByItsRequestExactlyAsItWasRecordedAndByNoOtherTenant() {
        UsageEvent event = samples.event(AT);
        UsageAmendment amendment = new UsageAmendment(
                event.attempt(), new TokenUsage(0, 0, 3), new NanoWon(5), AT.plusSeconds(9), "gateway-0", 12);
        store.record(List.of(event));
        assertThat(store.find(samples.tenant, event.attempt().request()))
                .contains(new RequestUsage(List.of(event), List.of()));

        store.amend(List.of(amendment));
        RequestUsage found =
                store.find(samples.tenant, event.attempt().request()).orElseThrow();
        assertThat(found).isEqualTo(new RequestUsage(List.of(event), List.of(amendment)));
        assertThat(found.cost()).isEqualTo(event.cost().minus(new NanoWon(5)));
        assertThat(store.find(new Samples(1).tenant, event.attempt().request())).isEmpty();
    }

    @Test
    void theSameEventsWrittenAgainChangeNothing() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 350; i++) {
            events.add(samples.event(AT.plusSeconds(i % 180)));
        }
        store.record(events);
        UsageSums once = hour();
        assertThat(once.byGroup()).isNotEmpty();
        store.record(events);
        new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom())).record(events.subList(100, 300));

        assertThat(hour()).isEqualTo(once);
        assertThat(once).isEqualTo(naive(events));
    }

    @Test
    void aWriteWhoseFateIsUnknownIsRepeatedAndCountsOnce() {
        for (Fault fault : List.of(Fault.EXECUTED_THEN_TIMED_OUT, Fault.LOST_THEN_TIMED_OUT)) {
            UsageEvent event = samples.event(AT);
            session.fail(cql -> cql.contains("INSERT INTO usage_event"), fault, 1);
            store.record(List.of(event));
            assertThat(store.find(samples.tenant, event.attempt().request()))
                    .contains(new RequestUsage(List.of(event), List.of()));
        }
    }

    @Test
    void aListThatFailedAnywhereIsRecordedAgainAndCountsOnce() {
        List<UsageEvent> events = new ArrayList<>();
        for (String table : List.of("usage_event", "usage_minute_mark", "usage_hour_mark", "usage_work")) {
            List<UsageEvent> some = List.of(samples.event(AT), samples.event(AT.plusSeconds(70)));
            events.addAll(some);
            UsageStore fresh = new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom()));
            session.fail(cql -> cql.contains("INSERT INTO " + table), Fault.REFUSED, 1);
            assertThatThrownBy(() -> fresh.record(some)).isInstanceOf(StoreUnavailableException.class);
            session.heal();
            hour();
            fresh.record(some);
            assertThat(hour()).as(table).isEqualTo(naive(events));
        }
    }

    @Test
    void ofTwoRecordsOfOneAttemptTheSettledOneCountsWhateverCameFirst() {
        TokenUsage guessed = new TokenUsage(10, 0, 3);
        TokenUsage settled = new TokenUsage(10, 0, 7);
        List<UsageEvent> expected = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            var request = samples.request(AT.plusMillis(i));
            var price = samples.prices.getFirst();
            UsageEvent recovered = samples.event(request, 1, "m", price, guessed, Outcome.GATEWAY_LOST);
            UsageEvent whole = samples.event(request, 1, "m", price, settled, Outcome.COMPLETED);
            store.record(List.of(i % 2 == 0 ? recovered : whole));
            store.record(List.of(i % 2 == 0 ? whole : recovered));
            expected.add(whole);
            assertThat(store.find(samples.tenant, request)).contains(new RequestUsage(List.of(whole), List.of()));
        }
        assertThat(hour()).isEqualTo(naive(expected));
    }

    @Test
    void manyEventsOfManyMinutesAreRecordedTogether() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            events.add(samples.event(HOUR.plusMillis(samples.random.nextInt(3_600_000))));
        }
        store.record(events);
        assertThat(hour()).isEqualTo(naive(events));
    }

    @Test
    void whatIsWrittenWhileOthersRollUpIsNeverLeftOut() throws InterruptedException {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            events.add(samples.event(AT.plusSeconds(samples.random.nextInt(180))));
        }
        AtomicInteger writing = new AtomicInteger(4);
        AtomicInteger rollUps = new AtomicInteger();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            List<UsageEvent> mine = events.subList(w * 150, w * 150 + 150);
            UsageStore own = new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom()));
            threads.add(started(failures, () -> {
                for (int i = 0; i < mine.size(); i += 3) {
                    own.record(mine.subList(i, i + 3));
                }
                writing.decrementAndGet();
            }));
        }
        for (int r = 0; r < 2; r++) {
            threads.add(started(failures, () -> {
                while (writing.get() > 0 && failures.isEmpty()) {
                    hour();
                    rollUps.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(rollUps.get()).isPositive();
        assertThat(hour()).isEqualTo(naive(events));
    }

    @Test
    void whoeverRollsUpBetweenTwoStatementsOfAWriteHidesNothing() {
        UsageEvent before = samples.event(AT);
        UsageEvent event = samples.event(AT.plusSeconds(1));
        store.record(List.of(before));
        AtomicInteger interrupted = new AtomicInteger();
        session.fail(
                cql -> {
                    if (cql.startsWith("INSERT") && !cql.contains("_rollup ")) {
                        interrupted.incrementAndGet();
                        hour();
                    }
                    return false;
                },
                Fault.REFUSED,
                1);
        new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom())).record(List.of(event));

        assertThat(interrupted.get()).as("event, two marks, work").isEqualTo(4);
        assertThat(hour()).isEqualTo(naive(List.of(before, event)));
    }

    @Test
    void aWriteBetweenTwoReadsOfAReportIsInTheNextOne() {
        List<UsageEvent> events = new ArrayList<>();
        for (String read : List.of(
                "FROM usage_hour_mark",
                "FROM usage_hour_rollup",
                "FROM usage_minute_mark",
                "FROM usage_minute_rollup",
                "FROM usage_event",
                "INSERT INTO usage_minute_rollup",
                "INSERT INTO usage_hour_rollup")) {
            events.add(samples.event(AT.plusSeconds(events.size())));
            store.record(events.subList(events.size() - 1, events.size()));
            AtomicInteger writes = new AtomicInteger();
            session.fail(
                    cql -> {
                        if (cql.contains(read) && writes.getAndIncrement() == 0) {
                            events.add(samples.event(AT.plusSeconds(events.size())));
                            store.record(events.subList(events.size() - 1, events.size()));
                        }
                        return false;
                    },
                    Fault.REFUSED,
                    1);
            hour();
            assertThat(writes.get()).as(read).isPositive();
            session.heal();
            assertThat(hour()).as(read).isEqualTo(naive(events));
        }
    }

    @Test
    void aRollupOfOneWhoSawLessOrOfAnotherFormatIsNotBelieved() {
        UsageEvent first = samples.event(AT);
        UsageEvent second = samples.event(AT.plusSeconds(1));
        Rollups rollups = new Rollups(keyspaces);
        UsageMarks marks = new UsageMarks(keyspaces);
        Instant day = HOUR.truncatedTo(ChronoUnit.DAYS);
        store.record(List.of(first));
        String seen =
                marks.hours(samples.tenant, day, HOUR, HOUR.plusSeconds(3_600)).getOrDefault(HOUR, "");
        store.record(List.of(second));
        hour();
        rollups.storeHour(samples.tenant, HOUR, new Rollup(seen, naive(List.of(first))));
        assertThat(hour()).isEqualTo(naive(List.of(first, second)));

        keyspaces
                .of(samples.tenant)
                .write(
                        CqlStatement.write(
                                "INSERT INTO usage_hour_rollup (tenant, day, hour, rollup) VALUES (?, ?, ?, ?)"),
                        samples.tenant.text(),
                        day,
                        HOUR,
                        ByteBuffer.wrap(new byte[] {9}));
        assertThat(hour()).isEqualTo(naive(List.of(first, second)));
    }

    private static Thread started(List<Throwable> failures, Runnable work) {
        return Thread.ofVirtual()
                .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                .start(work);
    }

    private UsageSums hour() {
        return projection
                .hours(samples.tenant, HOUR, HOUR.plus(Duration.ofHours(1)))
                .getOrDefault(HOUR, new UsageSums());
    }

    private static UsageSums naive(List<UsageEvent> events) {
        UsageSums sums = new UsageSums();
        events.forEach(event -> sums.add(UsageLinesTest.group(event), UsageTotals.of(event)));
        return sums;
    }
}
