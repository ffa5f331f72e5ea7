package cloud.hanok.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.billing.BillingKeyspace;
import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.billing.Samples;
import cloud.hanok.billing.SettableClock;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.billing.usage.UsageEvent;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.MailId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Alerts on a real Cassandra and OpenBao. The clock stands where a test sets it; each test has a day of its own. */
class SpendAlertWorkerIT {
    private static final AlertChannel CHANNEL = new AlertChannel(List.of("money@example.kr"), "[회계]");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Envelopes ENVELOPES = envelopes();

    private final Keyspaces keyspaces = BillingKeyspace.keyspaces();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-10T03:00:00Z"));
    private final Samples samples = new Samples(RANDOM.nextLong());
    private final TenantId tenant = samples.tenant;
    private final TokenPrice aWonAToken = samples.price(NanoWon.PER_WON, 0, 0);
    private final Ulids ulids = new Ulids(clock, RANDOM);
    private final UsageStore store = new UsageStore(keyspaces, clock, ulids);
    private final SpendAlerts alerts = new SpendAlerts(keyspaces, ENVELOPES, ulids, clock);
    private final List<SpendAlertFiring> told = new CopyOnWriteArrayList<>();
    private final Set<TenantId> suspended = ConcurrentHashMap.newKeySet();

    private static Envelopes envelopes() {
        OpenBaoForTests bao = OpenBaoForTests.get();
        Clock clock = Clock.systemUTC();
        Vault vault = Vault.login(
                new VaultSettings(bao.address().toString(), bao.roleId(), bao.secretId(), Duration.ofSeconds(5)),
                clock);
        Keyspaces keyspaces = BillingKeyspace.keyspaces();
        ChangeFeed feed = new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(Duration.ofSeconds(5)));
        return new Envelopes(
                keyspaces, TenantVaults.shared(vault), feed, any -> Envelopes.SHARED_KEEP_FOR, RANDOM, clock);
    }

    private SpendAlertWorker worker(SpendAlertNotice notice) {
        // Other tests' tenants are in the same keyspace.
        return new SpendAlertWorker(
                keyspaces,
                ENVELOPES,
                new UsageProjection(keyspaces, clock),
                each -> each.equals(tenant) && !suspended.contains(each),
                notice,
                clock);
    }

    private SpendAlertWorker worker() {
        return worker(told::add);
    }

    /** Spends this much in a project, now. */
    private UsageEvent spend(long won) {
        UsageEvent event = samples.event(
                samples.request(clock.instant()),
                1,
                samples.models.getFirst(),
                aWonAToken,
                new TokenUsage(won, 0, 0),
                Outcome.COMPLETED);
        store.record(List.of(event));
        return event;
    }

    private void advance(Duration by) {
        clock.set(clock.instant().plus(by));
    }

    @Test
    void aThresholdIsToldOfOnceAndAgainInTheNextMonth() {
        SpendAlert alert = alerts.create(tenant, null, 100, CHANNEL);
        SpendAlertWorker worker = worker();
        spend(99);
        worker.look();
        assertThat(told).isEmpty();

        spend(1);
        worker.look();
        assertThat(told).singleElement().satisfies(firing -> {
            assertThat(firing.alert()).isEqualTo(alert.id());
            assertThat(firing.month()).isEqualTo(YearMonth.of(2026, 11));
            assertThat(firing.spent()).isEqualTo(NanoWon.ofWon(100));
            assertThat(firing.channel()).isEqualTo(CHANNEL);
        });
        spend(500);
        worker.look();
        worker().look();
        assertThat(told).hasSize(1);

        // The last second of November in Seoul, then the first one of December.
        clock.set(Instant.parse("2026-11-30T14:59:59Z"));
        spend(1);
        worker.look();
        assertThat(told).hasSize(1);
        clock.set(Instant.parse("2026-11-30T15:00:01Z"));
        spend(99);
        worker.look();
        assertThat(told).hasSize(1);
        spend(1);
        worker.look();
        assertThat(told).hasSize(2);
        assertThat(told.getLast().month()).isEqualTo(YearMonth.of(2026, 12));
        assertThat(told.getLast().spent()).isEqualTo(NanoWon.ofWon(100));
    }

    @Test
    void whatWasSpentBeforeMidnightIsToldOfAfterIt() {
        alerts.create(tenant, null, 10, CHANNEL);
        clock.set(Instant.parse("2026-11-30T14:59:58Z"));
        spend(10);
        clock.set(Instant.parse("2026-11-30T15:00:05Z"));
        worker().look();
        assertThat(told)
                .singleElement()
                .satisfies(firing -> assertThat(firing.month()).isEqualTo(YearMonth.of(2026, 11)));
    }

    @Test
    void ofManyWhoLookAtOnceOneTells() throws Exception {
        for (int i = 0; i < 5; i++) {
            alerts.create(tenant, null, 10 + i, CHANNEL);
        }
        spend(50);
        List<Callable<Void>> looks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SpendAlertWorker worker = worker();
            looks.add(() -> {
                worker.look();
                return null;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var look : threads.invokeAll(looks)) {
                look.get();
            }
        }
        // Who looks while another writes may write too: the same mail.
        assertThat(mails()).hasSize(5);
        told.clear();
        worker().look();
        assertThat(told).isEmpty();
    }

    @Test
    void whoDiesBeforeTheMailIsWrittenIsFollowedByOneWhoWritesTheSameMail() {
        alerts.create(tenant, null, 10, CHANNEL);
        spend(10);
        SpendAlertWorker dying = worker(firing -> {
            told.add(firing);
            throw new IllegalStateException("killed");
        });
        dying.look();
        advance(Duration.ofHours(3));
        worker().look();
        assertThat(told).hasSize(2);
        assertThat(told.getLast().resumed()).isTrue();
        assertThat(mails()).hasSize(1);
        worker().look();
        assertThat(told).hasSize(2);
    }

    @Test
    void whatCouldNotBeToldIsToldByTheSameWorkerThoughNobodySpends() {
        alerts.create(tenant, null, 10, CHANNEL);
        spend(10);
        var sealed = new AtomicBoolean(true);
        SpendAlertWorker worker = worker(firing -> {
            if (sealed.get()) {
                throw new IllegalStateException("sealed");
            }
            told.add(firing);
        });
        worker.look();
        for (int i = 0; i < 3; i++) {
            advance(Duration.ofHours(1));
            worker.look();
        }
        assertThat(told).isEmpty();
        sealed.set(false);
        worker.look();
        assertThat(told).hasSize(1);
    }

    @Test
    void aChangedThresholdTellsOnlyWhatIsNews() {
        SpendAlert alert = alerts.create(tenant, null, 100, CHANNEL);
        spend(50);
        SpendAlertWorker worker = worker();
        worker.look();
        assertThat(told).isEmpty();

        // Nobody spends any more: to change it is enough.
        advance(Duration.ofHours(2));
        worker.look();
        alert = alerts.change(alert, 40, CHANNEL);
        worker.look();
        assertThat(told).hasSize(1);

        alert = alerts.change(alert, 30, CHANNEL);
        worker.look();
        assertThat(told).hasSize(1);

        alert = alerts.change(alert, 60, CHANNEL);
        worker.look();
        assertThat(told).hasSize(1);
        spend(10);
        worker.look();
        assertThat(told).hasSize(2);
        assertThat(told.getLast().thresholdWon()).isEqualTo(60);

        alerts.delete(alert);
        advance(Duration.ofDays(40));
        spend(1_000);
        worker.look();
        assertThat(told).hasSize(2);
    }

    @Test
    void aProjectsAlertCountsThatProjectAlone() {
        UsageEvent event = spend(70);
        ProjectId project = event.attempt().project();
        ProjectId other = samples.projects.stream()
                .filter(each -> !each.equals(project))
                .findFirst()
                .orElseThrow();
        alerts.create(tenant, other, 1, CHANNEL);
        SpendAlert alert = alerts.create(tenant, project, 70, CHANNEL);
        worker().look();
        assertThat(told)
                .singleElement()
                .satisfies(firing -> assertThat(firing.alert()).isEqualTo(alert.id()));
    }

    @Test
    void aSuspendedTenantIsToldOnceItIsBack() {
        alerts.create(tenant, null, 10, CHANNEL);
        spend(10);
        suspended.add(tenant);
        worker().look();
        assertThat(told).isEmpty();
        suspended.clear();
        worker().look();
        assertThat(told).hasSize(1);
    }

    @Test
    void aDecisionWhoseAnswerIsLostTellsOnce() {
        FaultInjectingSession session = BillingKeyspace.session();
        alerts.create(tenant, null, 10, CHANNEL);
        spend(10);
        SpendAlertWorker worker = worker();
        session.fail(SpendAlertWorkerIT::isTelling, Fault.LOST_THEN_TIMED_OUT, 1);
        worker.look();
        assertThat(told).isEmpty();
        session.fail(SpendAlertWorkerIT::isTelling, Fault.EXECUTED_THEN_TIMED_OUT, 1);
        worker.look();
        session.heal();
        assertThat(told)
                .singleElement()
                .satisfies(firing -> assertThat(firing.resumed()).isFalse());
        worker.look();
        assertThat(told).hasSize(1);
    }

    @Test
    void aHomeThatCannotBeEnteredKeepsNobodyElseWaitingAndIsLookedAtOnceItCan() {
        Samples others = new Samples(RANDOM.nextLong());
        alerts.create(tenant, null, 10, CHANNEL);
        spend(10);
        alerts.create(others.tenant, null, 10, CHANNEL);
        UsageEvent event = others.event(
                others.request(clock.instant()),
                1,
                others.models.getFirst(),
                others.price(NanoWon.PER_WON, 0, 0),
                new TokenUsage(10, 0, 0),
                Outcome.COMPLETED);
        store.record(List.of(event));
        var away = new AtomicBoolean(true);
        Keyspaces homes = new Keyspaces(keyspaces.platform(), each -> {
            if (away.get() && each.equals(tenant)) {
                throw new StoreUnavailableException("away", new IllegalStateException("sealed"));
            }
            return Optional.empty();
        });
        SpendAlertWorker worker = new SpendAlertWorker(
                homes,
                ENVELOPES,
                new UsageProjection(homes, clock),
                each -> each.equals(tenant) || each.equals(others.tenant),
                told::add,
                clock);
        worker.look();
        assertThat(told).extracting(SpendAlertFiring::tenant).containsExactly(others.tenant);
        advance(Duration.ofHours(5));
        worker.look();
        away.set(false);
        worker.look();
        assertThat(told).extracting(SpendAlertFiring::tenant).containsExactly(others.tenant, tenant);
    }

    private static boolean isTelling(String cql) {
        return cql.contains("told_month = ?");
    }

    @Test
    void aScopeHasTwentyAlertsHoweverManyAreMadeAtOnce() throws Exception {
        List<Callable<Boolean>> making = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            alerts.create(tenant, null, 1_000 + i, CHANNEL);
        }
        for (int i = 0; i < 4; i++) {
            making.add(() -> {
                try {
                    alerts.create(tenant, null, 5, CHANNEL);
                    return true;
                } catch (BillingProblemException refused) {
                    assertThat(refused.problem()).isInstanceOf(BillingProblem.TooManySpendAlerts.class);
                    return false;
                }
            });
        }
        int made = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(making)) {
                made += each.get() ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(2);
        assertThat(alerts.list(tenant, null)).hasSize(SpendAlerts.MAX_IN_SCOPE);

        // Another scope has its own, and a deleted one makes room.
        alerts.create(tenant, samples.projects.getFirst(), 5, CHANNEL);
        SpendAlert gone = alerts.list(tenant, null).getFirst();
        alerts.delete(gone);
        alerts.create(tenant, null, 5, CHANNEL);
        assertThatThrownBy(() -> alerts.change(gone, 7, CHANNEL)).isInstanceOf(BillingProblemException.class);
        assertThat(alerts.find(tenant, null, gone.id())).isEmpty();
    }

    @Test
    void addressesAreSealedAtRest() {
        SpendAlert alert = alerts.create(tenant, null, 10, CHANNEL);
        ByteBuffer stored = Objects.requireNonNull(keyspaces
                .of(tenant)
                .row(
                        CqlStatement.read(
                                "SELECT channel FROM spend_alerts WHERE tenant = ? AND scope = '' AND alert = ?"),
                        tenant.text(),
                        alert.id().text())
                .orElseThrow()
                .getByteBuffer("channel"));
        assertThat(StandardCharsets.ISO_8859_1.decode(stored).toString()).doesNotContain("example.kr", "money");
        assertThat(alerts.find(tenant, null, alert.id())).contains(alert);
        assertThat(alert.toString()).doesNotContain("example.kr");
    }

    private Set<MailId> mails() {
        Set<MailId> mails = ConcurrentHashMap.newKeySet();
        told.forEach(firing -> mails.add(firing.mailTo("money@example.kr")));
        return mails;
    }
}
