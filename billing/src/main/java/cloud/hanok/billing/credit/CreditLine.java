package cloud.hanok.billing.credit;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One tenant's accounts of this month and the one before. */
final class CreditLine {
    /** A read that failed is not repeated sooner, so that an outage is not answered with a storm of reads. */
    private static final long RETRY_MILLIS = 1_000;

    private final TenantId tenant;
    private final SpendToDate spendToDate;
    private final Clock clock;
    private final Executor loads;
    private volatile @Nullable MonthAccount current;
    private volatile @Nullable MonthAccount previous;
    private long firstLoadedMillis = Long.MAX_VALUE;
    private @Nullable CompletableFuture<Void> loading;
    private long failedAtMillis = Long.MIN_VALUE;

    CreditLine(TenantId tenant, SpendToDate spendToDate, Clock clock, Executor loads) {
        this.tenant = tenant;
        this.spendToDate = spendToDate;
        this.clock = clock;
        this.loads = loads;
    }

    CreditDecision reserve(RequestId owner, long limitWon, NanoWon amount) {
        long at = owner.ulid().epochMillis();
        MonthAccount account = current;
        if (account == null || !account.holds(at)) {
            account = other(at);
        }
        return account == null ? pending(at) : account.reserve(owner, limitWon, amount);
    }

    Optional<NanoWon> committed() {
        MonthAccount account = current;
        return account == null ? Optional.empty() : Optional.of(account.committed());
    }

    /** The account of another month than the current one; null when it must be read first. */
    private synchronized @Nullable MonthAccount other(long at) {
        MonthAccount now = current;
        if (now == null || now.holds(at)) {
            return now;
        }
        if (at < now.startMillis()) {
            // Older than the month before: no call is under way that long, so the oldest account takes it.
            return previous;
        }
        MonthAccount next = new MonthAccount(Seoul.monthOf(Instant.ofEpochMilli(at)), NanoWon.ZERO);
        // Only a line that was there before the month began knows that the month began at nothing.
        if (firstLoadedMillis > next.startMillis()) {
            return null;
        }
        install(next);
        return next;
    }

    private synchronized CreditDecision pending(long at) {
        CompletableFuture<Void> running = loading;
        if (running != null && (!running.isDone() || clock.millis() - failedAtMillis < RETRY_MILLIS)) {
            return new CreditDecision.Pending(running);
        }
        CompletableFuture<Void> started = new CompletableFuture<>();
        loading = started;
        YearMonth month = Seoul.monthOf(Instant.ofEpochMilli(at));
        try {
            loads.execute(() -> load(month, started));
        } catch (RejectedExecutionException e) {
            failed(started, e);
        }
        return new CreditDecision.Pending(started);
    }

    private void load(YearMonth month, CompletableFuture<Void> started) {
        long loadedMillis = clock.millis();
        NanoWon spent;
        try {
            spent = spendToDate.of(tenant, month);
        } catch (RuntimeException | Error e) {
            failed(started, e);
            return;
        }
        synchronized (this) {
            install(new MonthAccount(month, spent));
            firstLoadedMillis = Math.min(firstLoadedMillis, loadedMillis);
            loading = null;
        }
        started.complete(null);
    }

    private void failed(CompletableFuture<Void> started, Throwable cause) {
        synchronized (this) {
            failedAtMillis = clock.millis();
        }
        started.completeExceptionally(cause);
    }

    /** Keeps the newest two months; an account that is there already is never replaced, for it has reservations. */
    private synchronized void install(MonthAccount account) {
        MonthAccount now = current;
        if (now == null) {
            current = account;
        } else if (account.startMillis() > now.startMillis()) {
            previous = now;
            current = account;
        } else if (account.startMillis() < now.startMillis() && previous == null) {
            previous = account;
        }
    }
}
