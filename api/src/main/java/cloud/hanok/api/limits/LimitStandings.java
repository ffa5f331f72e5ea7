package cloud.hanok.api.limits;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.lease.CassandraLeases;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitKind;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.LimitSettings;
import cloud.hanok.tenant.limit.RateLimits;
import cloud.hanok.tenant.limit.TenantLimits;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How all limits of a tenant stand. */
@Singleton
final class LimitStandings {
    private final LimitSettings settings;
    private final Tenants tenants;
    private final CassandraLeases leases;
    private final TenantLimitDesk desk;
    private final Clock clock;

    LimitStandings(LimitSettings settings, Tenants tenants, CassandraLeases leases, TenantLimitDesk desk, Clock clock) {
        this.settings = settings;
        this.tenants = tenants;
        this.leases = leases;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * One limit as it is sent.
     *
     * @param level {@code organization}, {@code project}, {@code api_key} or {@code user}
     * @param id of the project, key or member, or null
     * @param model the name callers ask for, or {@code *}
     * @param kind what is limited
     * @param limit how much
     * @param setBy {@code tenant}, {@code operator}, or {@code contract} for the credit limit
     * @param used won spent as recorded; of a rate what gateways took of it in the running window, each a share apart
     * @param binds whether it is the one of its kind of which the smallest part is left; one that is not below another of
     *     the same thing never binds
     */
    public record View(
            String object,
            String level,
            @Nullable String id,
            String model,
            String kind,
            long limit,
            @JsonProperty("set_by") String setBy,
            long used,
            boolean binds) {}

    List<View> of(TenantId tenant) {
        List<Standing> all = new ArrayList<>();
        TenantLimits limits = settings.find(tenant);
        tenants.find(tenant)
                .map(Tenant::creditLimitWon)
                .ifPresent(won -> all.add(new Standing(
                        new Limit(LimitScope.TENANT, "", LimitKind.SPEND_PER_MONTH, won, Limit.SetBy.OPERATOR),
                        "contract",
                        spent(tenant, LimitScope.TENANT))));
        for (Limit limit : limits.all()) {
            all.add(new Standing(limit, limit.setBy().name().toLowerCase(Locale.ROOT), used(tenant, limit)));
        }
        Map<LimitKind, Standing> tightest = new HashMap<>();
        for (Standing standing : all) {
            tightest.merge(
                    standing.limit().kind(),
                    standing,
                    (a, b) -> b.partLeft() < a.partLeft()
                                    || (b.partLeft() == a.partLeft()
                                            && b.limit().amount() < a.limit().amount())
                            ? b
                            : a);
        }
        return all.stream()
                .map(standing -> standing.view(
                        standing.equals(tightest.get(standing.limit().kind()))))
                .toList();
    }

    private long used(TenantId tenant, Limit limit) {
        return limit.kind() == LimitKind.SPEND_PER_MONTH
                ? spent(tenant, limit.scope())
                : leases.read(RateLimits.keyOf(tenant, limit, clock.millis())).granted();
    }

    private long spent(TenantId tenant, LimitScope scope) {
        return desk.spent(tenant, scope).value() / NanoWon.PER_WON;
    }

    private record Standing(Limit limit, String setBy, long used) {
        double partLeft() {
            return limit.amount() == 0 ? 0 : Math.max(0, 1 - (double) used / limit.amount());
        }

        View view(boolean binds) {
            String id = limit.scope().id();
            return new View(
                    "limit",
                    limit.scope().level(),
                    id.isEmpty() ? null : id,
                    limit.model().isEmpty() ? RateLimitView.ALL_MODELS : limit.model(),
                    limit.kind().name().toLowerCase(Locale.ROOT),
                    limit.amount(),
                    setBy,
                    used,
                    binds);
        }
    }
}
