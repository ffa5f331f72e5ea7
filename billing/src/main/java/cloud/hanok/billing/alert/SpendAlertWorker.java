package cloud.hanok.billing.alert;

import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.billing.usage.UsageSums;
import cloud.hanok.billing.usage.UsageWork;
import cloud.hanok.billing.usage.UsageWork.TenantHour;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.KeyDestroyedException;
import cloud.hanok.platform.home.HomeUnavailableException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import cloud.hanok.platform.turn.Turns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what those tenants spent that spent lately, and tells what their alerts ask to be told. Any number of processes may
 * look: one of them decides, by a lightweight transaction, that an alert tells, and then has its mails written; where it dies in
 * between, whoever looks next writes them, under the same ids.
 */
public final class SpendAlertWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpendAlertWorker.class);

    /** How often it looks: usage is recorded within seconds, and a mail is promised within a minute. */
    private static final Duration PAUSE = Duration.ofSeconds(20);

    /** The tenants that are looked at together; where their store is away that takes longer, and fails then. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    /** How far a new worker looks back: what its predecessors did not tell is told after an outage of a night. */
    private static final Duration LOOK_BACK = Duration.ofDays(1);

    /** Tenants kept in mind that could not be looked at; others are found again when they spend more. */
    private static final int MAX_WAITING = 10_000;

    /** Tenants whose shared store did not answer in one look, before the rest waits for the next one. */
    private static final int MAX_UNANSWERED = 5;

    private final UsageWork work;
    private final RunningSums sums;
    private final SpendAlertRows rows;
    private final AlertChannelSeal seal;
    private final Predicate<TenantId> served;
    private final SpendAlertNotice notice;
    private final Clock clock;
    private final Turns turns = new Turns("spend-alerts", PAUSE, this::attempt);
    private final ConcurrentCalls calls = new ConcurrentCalls();
    private final Map<TenantId, SortedSet<Instant>> waiting = new LinkedHashMap<>();
    private Instant lookedUntil;

    /**
     * @param served whether a tenant is told anything now: one that is suspended is not
     * @param notice has the mails written
     */
    public SpendAlertWorker(
            Keyspaces keyspaces,
            Envelopes envelopes,
            UsageProjection projection,
            Predicate<TenantId> served,
            SpendAlertNotice notice,
            Clock clock) {
        this.work = new UsageWork(keyspaces, clock);
        this.sums = new RunningSums(projection::hours);
        this.rows = new SpendAlertRows(keyspaces);
        this.seal = new AlertChannelSeal(envelopes);
        this.served = served;
        this.notice = notice;
        this.clock = clock;
        this.lookedUntil = clock.instant().minus(LOOK_BACK);
    }

    /** Starts to look in the background, until {@link #close()}. */
    public void start() {
        turns.startAfterPause();
    }

    /**
     * Looks once at every tenant that spent something since the last time.
     *
     * @throws StoreUnavailableException when the store is away; the rest waits
     */
    public synchronized void look() {
        Instant now = clock.instant();
        Map<TenantId, SortedSet<Instant>> hours = fresh(now);
        synchronized (waiting) {
            waiting.clear();
        }
        lookedUntil = now;
        var unanswered = new AtomicInteger();
        List<Runnable> looks = new ArrayList<>();
        hours.forEach((tenant, those) -> looks.add(() -> attempt(tenant, those, unanswered)));
        calls.runAll(looks);
    }

    @Override
    public void close() {
        turns.close(ENDS_WITHIN);
    }

    /** Whose usage of which hours was written since the last look, or could not be looked at then. */
    private Map<TenantId, SortedSet<Instant>> fresh(Instant now) {
        Map<TenantId, SortedSet<Instant>> hours;
        synchronized (waiting) {
            hours = new LinkedHashMap<>(waiting);
        }
        // The window before the last look is read again: a writer names an hour once a window, maybe before its last
        // event.
        Instant window = UsageWork.window(lookedUntil.minus(UsageWork.WINDOW));
        YearMonth running = Seoul.monthOf(now);
        while (!window.isAfter(now)) {
            for (TenantHour hour : work.of(window)) {
                YearMonth month = Seoul.monthOf(hour.hour());
                // What comes months late is on a bill, and no news.
                if (!month.isBefore(running.minusMonths(1)) && !month.isAfter(running)) {
                    hours.computeIfAbsent(hour.tenant(), tenant -> new TreeSet<>())
                            .add(hour.hour());
                }
            }
            window = window.plus(UsageWork.WINDOW);
        }
        return hours;
    }

    /** One tenant's trouble, such as a home that cannot be entered or a key store that is sealed, keeps nobody else waiting. */
    private void attempt(TenantId tenant, SortedSet<Instant> hours, AtomicInteger unanswered) {
        if (unanswered.get() >= MAX_UNANSWERED) {
            later(tenant, hours);
            return;
        }
        try {
            look(tenant, hours);
        } catch (HomeUnavailableException elsewhere) {
            LOG.warn("what {} spent is looked at later: {}", tenant, elsewhere.getMessage());
            later(tenant, hours);
        } catch (StoreUnavailableException away) {
            LOG.warn("what {} spent is looked at later: {}", tenant, away.getMessage());
            unanswered.incrementAndGet();
            later(tenant, hours);
        } catch (RuntimeException failed) {
            LOG.warn("alerts of {} are looked at later: {}", tenant, failed.toString());
            later(tenant, hours);
        }
    }

    private void later(TenantId tenant, SortedSet<Instant> hours) {
        synchronized (waiting) {
            if (waiting.containsKey(tenant) || waiting.size() < MAX_WAITING) {
                waiting.put(tenant, hours);
                return;
            }
        }
        sums.forget(tenant);
    }

    private void look(TenantId tenant, SortedSet<Instant> hours) {
        List<StoredAlert> alerts = rows.ofTenant(tenant);
        if (alerts.isEmpty() || !served.test(tenant)) {
            sums.forget(tenant);
            return;
        }
        alerts.stream().filter(StoredAlert::owesMail).forEach(alert -> mail(alert, true));
        var months = new TreeMap<YearMonth, SortedSet<Instant>>();
        hours.forEach(hour -> months.computeIfAbsent(Seoul.monthOf(hour), any -> new TreeSet<>())
                .add(hour));
        for (var month : months.entrySet()) {
            alerts = told(tenant, alerts, month.getKey(), month.getValue());
        }
    }

    /** The alerts as they are once they told what there is to tell of a month of which these hours were written. */
    private List<StoredAlert> told(
            TenantId tenant, List<StoredAlert> alerts, YearMonth month, SortedSet<Instant> hours) {
        List<StoredAlert> armed =
                alerts.stream().filter(alert -> alert.isArmed(month)).toList();
        if (armed.isEmpty()) {
            sums.forget(tenant);
            return alerts;
        }
        UsageSums usage = sums.month(tenant, month, hours, clock.instant());
        return alerts.stream()
                .map(alert -> armed.contains(alert) ? told(alert, month, usage) : alert)
                .toList();
    }

    /** The alert as it is once it told what there is to tell. */
    private StoredAlert told(StoredAlert alert, YearMonth month, UsageSums usage) {
        NanoWon spent = usage.cost(alert.spendScope());
        if (!alert.isDue(month, spent)) {
            return alert;
        }
        var now = new ToldAlert(
                month, alert.thresholdWon(), spent, clock.instant().truncatedTo(ChronoUnit.MILLIS), false);
        StoredAlert telling = alert.with(now);
        if (rows.tell(alert, now)) {
            mail(telling, false);
        }
        return telling;
    }

    private void mail(StoredAlert alert, boolean resumed) {
        ToldAlert told = alert.told();
        if (told == null) {
            return;
        }
        Optional<AlertChannel> channel = seal.open(alert.tenant(), alert.id(), alert.channel());
        try {
            channel.ifPresent(to -> notice.tell(new SpendAlertFiring(
                    alert.id(),
                    alert.tenant(),
                    alert.project(),
                    told.month(),
                    told.thresholdWon(),
                    told.spent(),
                    told.at(),
                    to,
                    resumed)));
        } catch (KeyDestroyedException erased) {
            LOG.info("{} tells nobody: {}", alert.id(), erased.getMessage());
        }
        rows.mailed(alert, told, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private void attempt() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("looking at what was spent failed and is tried again: {}", e.toString());
        }
    }
}
