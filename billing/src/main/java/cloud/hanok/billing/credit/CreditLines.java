package cloud.hanok.billing.credit;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.lease.LeaseKey;
import cloud.hanok.platform.lease.LeaseUse;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.money.NanoWon;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The credit of tenants at this gateway: reserve before a call, settle after it. [event loop] Everything here touches
 * only memory, takes constant time, and allocates nothing but the answer.
 *
 * <p>What may be spent here is leased from the month's limit ({@link cloud.hanok.platform.lease}), so that all gateways
 * together never pass it; a month turns by the moment inside the request's id, in Seoul. Records that a restarted gateway
 * recovers must have been recorded in the store before its first reservation: what its last life was granted is then
 * replaced by what it spent.
 */
public final class CreditLines {
    /** Tenants a gateway keeps account of, some hundred bytes each. */
    public static final int MAX_TENANTS = 200_000;

    private final SpendToDate spendToDate;
    private final Leases leases;
    private final Clock clock;
    private final ConcurrentHashMap<TenantId, TenantLines> lines = new ConcurrentHashMap<>();

    /** A tenant's line, and those of its projects and callers that have limits of their own. */
    private record TenantLines(CreditLine whole, ConcurrentHashMap<SpendScope, CreditLine> narrower) {}

    /** @param spendToDate reads what was spent in a month; blocks */
    public CreditLines(SpendToDate spendToDate, Leases leases, Clock clock) {
        this.spendToDate = spendToDate;
        this.leases = leases;
        this.clock = clock;
    }

    /** {@link #reserve(TenantId, RequestId, long, List, NanoWon)} where only the tenant is limited. */
    public CreditDecision reserve(TenantId tenant, RequestId owner, long creditLimitWon, NanoWon amount) {
        return reserve(tenant, owner, creditLimitWon, List.of(), amount);
    }

    /**
     * Holds an amount for one attempt of a request, in each account or in none.
     *
     * @param owner the request; the moment inside its id decides the month
     * @param creditLimitWon what the tenant may spend in a month, in won
     * @param narrower limits of the caller's project, and of the caller alone
     * @param amount the most the call can cost
     * @return the {@link CreditReservation}, which the caller must settle or close; or why there is none
     * @throws IllegalArgumentException when the amount is negative
     */
    public CreditDecision reserve(
            TenantId tenant, RequestId owner, long creditLimitWon, List<NarrowLimit> narrower, NanoWon amount) {
        if (amount.value() < 0) {
            throw new IllegalArgumentException("amount: must not be negative, was " + amount.value());
        }
        TenantLines of = lines.get(tenant);
        if (of == null) {
            if (lines.size() >= MAX_TENANTS) {
                return new CreditDecision.Pending(CompletableFuture.failedStage(
                        new BillingProblemException(new BillingProblem.TooManyTenants(MAX_TENANTS))));
            }
            of = linesOf(tenant);
        }
        long at = owner.ulid().epochMillis();
        SpendAccount whole = of.whole().at(at);
        CreditDecision notWhole = notReserved(whole, creditLimitWon, amount);
        if (notWhole != null) {
            return notWhole;
        }
        if (narrower.isEmpty()) {
            return new CreditReservation(whole, List.of(), owner, amount);
        }
        List<SpendAccount> taken = new ArrayList<>(narrower.size());
        for (NarrowLimit limit : narrower) {
            SpendAccount account = lineOf(tenant, of, limit.scope()).at(at);
            CreditDecision not = notReserved(account, limit.limitWon(), amount);
            if (not != null) {
                whole.settle(amount.value(), 0, 0);
                taken.forEach(each -> each.settle(amount.value(), 0, 0));
                return not;
            }
            taken.add(account);
        }
        return new CreditReservation(whole, taken, owner, amount);
    }

    /** What is spent, held, or granted to other gateways, as far as it is known here; empty while it is not kept here. */
    public Optional<NanoWon> taken(TenantId tenant, SpendScope scope) {
        return lookedUp(tenant, scope, account -> account.lease().taken());
    }

    /** What was spent or is held here. */
    public Optional<NanoWon> used(TenantId tenant, SpendScope scope) {
        return lookedUp(tenant, scope, account -> account.lease().used());
    }

    /** Usage of this process is recorded: it can be counted by all from now on. */
    public void shipped(TenantId tenant, ProjectId project, CallerId caller, RequestId request, NanoWon cost) {
        TenantLines of = lines.get(tenant);
        if (of != null) {
            shipped(of.whole(), request, cost);
            if (!of.narrower().isEmpty()) {
                shipped(of.narrower().get(SpendScope.of(project)), request, cost);
                shipped(of.narrower().get(SpendScope.of(caller)), request, cost);
            }
        }
    }

    /** An amendment of this process is recorded. */
    public void amended(TenantId tenant, ProjectId project, CallerId caller, RequestId request, NanoWon credited) {
        TenantLines of = lines.get(tenant);
        if (of != null) {
            amended(of.whole(), request, credited);
            if (!of.narrower().isEmpty()) {
                amended(of.narrower().get(SpendScope.of(project)), request, credited);
                amended(of.narrower().get(SpendScope.of(caller)), request, credited);
            }
        }
    }

    /**
     * Replaces what an earlier life of this gateway was granted by what it spent, all of which is recorded by now. Blocks.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be done; may be repeated
     */
    public void reenter(LeaseKey held) {
        SpendScope scope = SpendScope.ofSubject(held.subject());
        TenantLines of = linesOf(held.tenant());
        CreditLine line = scope.equals(SpendScope.TENANT) ? of.whole() : lineOf(held.tenant(), of, scope);
        line.at(cloud.hanok.platform.time.Seoul.startOf(YearMonth.parse(held.period()))
                        .toEpochMilli())
                .lease()
                .enter();
    }

    private TenantLines linesOf(TenantId tenant) {
        return lines.computeIfAbsent(
                tenant, t -> new TenantLines(line(t, SpendScope.TENANT), new ConcurrentHashMap<>()));
    }

    private CreditLine lineOf(TenantId tenant, TenantLines of, SpendScope scope) {
        CreditLine line = of.narrower().get(scope);
        return line != null ? line : of.narrower().computeIfAbsent(scope, s -> line(tenant, s));
    }

    private CreditLine line(TenantId tenant, SpendScope scope) {
        return new CreditLine(tenant, scope, spendToDate, leases, clock);
    }

    private Optional<NanoWon> lookedUp(TenantId tenant, SpendScope scope, ToLongFunction<SpendAccount> figure) {
        TenantLines of = lines.get(tenant);
        if (of == null) {
            return Optional.empty();
        }
        CreditLine line =
                scope.equals(SpendScope.TENANT) ? of.whole() : of.narrower().get(scope);
        SpendAccount account = line == null ? null : line.known(clock.millis());
        return account == null ? Optional.empty() : Optional.of(new NanoWon(figure.applyAsLong(account)));
    }

    private static @Nullable CreditDecision notReserved(SpendAccount account, long limitWon, NanoWon amount) {
        return switch (account.reserve(limitWon, amount)) {
            case LeaseUse.Used used -> null;
            case LeaseUse.Pending pending -> new CreditDecision.Pending(pending.known());
            case LeaseUse.Refused refused ->
                new CreditDecision.Refused(new NanoWon(account.lease().taken()), limitWon, amount, account.scope());
        };
    }

    private static void shipped(@Nullable CreditLine line, RequestId request, NanoWon cost) {
        SpendAccount account = line == null ? null : line.known(request.ulid().epochMillis());
        if (account != null) {
            account.shipped(request, cost.value());
        }
    }

    private static void amended(@Nullable CreditLine line, RequestId request, NanoWon credited) {
        SpendAccount account = line == null ? null : line.known(request.ulid().epochMillis());
        if (account != null) {
            account.amended(request, credited.value());
        }
    }
}
