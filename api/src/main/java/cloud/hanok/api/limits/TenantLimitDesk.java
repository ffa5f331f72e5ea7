package cloud.hanok.api.limits;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.organization.OwnProjects;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitKind;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.LimitSettings;
import cloud.hanok.tenant.member.Members;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What the endpoints of a tenant's own limits share. */
@Singleton
final class TenantLimitDesk {
    private final LimitSettings settings;
    private final OwnProjects projects;
    private final ApiKeys keys;
    private final Members members;
    private final UsageProjection usage;
    private final Audit audit;
    private final Clock clock;

    TenantLimitDesk(
            LimitSettings settings,
            OwnProjects projects,
            ApiKeys keys,
            Members members,
            UsageProjection usage,
            Audit audit,
            Clock clock) {
        this.settings = settings;
        this.projects = projects;
        this.keys = keys;
        this.members = members;
        this.usage = usage;
        this.audit = audit;
        this.clock = clock;
    }

    /** The tenant's project of a path; another's is not there. */
    ProjectId project(TenantId tenant, String id) {
        return projects.find(tenant, id).id();
    }

    /** The project's key of a path. */
    KeyId key(TenantId tenant, ProjectId project, String id) {
        return keys.get(tenant, project, PathIds.read(id, KeyId::parse, Thing.API_KEY))
                .id();
    }

    /** The tenant's member of a path. */
    MemberId member(TenantId tenant, String id) {
        return PathIds.find(id, MemberId::parse, Thing.MEMBER, member -> members.find(tenant, member))
                .id();
    }

    /** The tenant's own rates of a scope, all models together first. */
    List<RateLimitView> rates(String object, TenantId tenant, LimitScope scope) {
        List<Limit> own = own(tenant, scope);
        var models = new TreeSet<String>();
        models.add("");
        own.forEach(limit -> models.add(limit.model()));
        List<RateLimitView> views = new ArrayList<>();
        models.forEach(model -> views.add(RateLimitView.of(object, model, own)));
        return views;
    }

    RateLimitView setRates(
            String object, TenantId tenant, LimitScope scope, String model, Map<LimitKind, Long> amounts) {
        RateLimitView before = RateLimitView.of(object, model, own(tenant, scope));
        return audit.changed(AuditType.RATE_LIMIT_UPDATED, whose(tenant, scope), before, () -> {
            settings.set(tenant, Limit.SetBy.TENANT, scope, model, amounts);
            return RateLimitView.of(object, model, own(tenant, scope));
        });
    }

    RateLimitView removeRates(String object, TenantId tenant, LimitScope scope, String model) {
        RateLimitView before = RateLimitView.of(object, model, own(tenant, scope));
        audit.removed(AuditType.RATE_LIMIT_DELETED, whose(tenant, scope), before, () -> remove(tenant, scope, model));
        return RateLimitView.of(object, model, List.of());
    }

    private void remove(TenantId tenant, LimitScope scope, String model) {
        for (Limit limit : own(tenant, scope)) {
            if (limit.model().equals(model) && limit.kind() != LimitKind.SPEND_PER_MONTH) {
                settings.remove(tenant, Limit.SetBy.TENANT, scope, model, limit.kind());
            }
        }
    }

    SpendLimitView spend(String object, TenantId tenant, LimitScope scope) {
        return found(object, tenant, scope)
                .orElseThrow(() ->
                        new ApiException(Thing.SPEND_LIMIT.absent(scope.id().isEmpty() ? scope.level() : scope.id())));
    }

    private Optional<SpendLimitView> found(String object, TenantId tenant, LimitScope scope) {
        return own(tenant, scope).stream()
                .filter(each -> each.kind() == LimitKind.SPEND_PER_MONTH)
                .findFirst()
                .map(limit -> view(object, tenant, scope, limit.amount()));
    }

    SpendLimitView setSpend(String object, TenantId tenant, LimitScope scope, long won) {
        Supplier<SpendLimitView> change = () -> {
            settings.set(tenant, Limit.SetBy.TENANT, scope, "", Map.of(LimitKind.SPEND_PER_MONTH, won));
            return view(object, tenant, scope, won);
        };
        Optional<SpendLimitView> before = found(object, tenant, scope);
        return before.isPresent()
                ? audit.changed(AuditType.SPEND_LIMIT_UPDATED, whose(tenant, scope), before.get(), change)
                : audit.made(AuditType.SPEND_LIMIT_UPDATED, whose(tenant, scope), change);
    }

    SpendLimitView.Deleted removeSpend(String object, TenantId tenant, LimitScope scope) {
        found(object, tenant, scope)
                .ifPresent(before -> audit.removed(
                        AuditType.SPEND_LIMIT_DELETED,
                        whose(tenant, scope),
                        before,
                        () -> settings.remove(tenant, Limit.SetBy.TENANT, scope, "", LimitKind.SPEND_PER_MONTH)));
        return new SpendLimitView.Deleted(object + ".deleted", true);
    }

    /** What a scope spent this month, as it is recorded. */
    NanoWon spent(TenantId tenant, LimitScope scope) {
        SpendScope of = switch (scope.kind()) {
            case TENANT -> SpendScope.TENANT;
            case PROJECT -> SpendScope.of(ProjectId.parse(scope.id()));
            case KEY, MEMBER -> SpendScope.of(CallerId.parse(scope.id()));
        };
        return usage.spent(tenant, Seoul.monthOf(clock.instant()), of);
    }

    private SpendLimitView view(String object, TenantId tenant, LimitScope scope, long won) {
        return SpendLimitView.of(object, won, spent(tenant, scope).compareTo(NanoWon.ofWon(won)) >= 0);
    }

    private static Whose whose(TenantId tenant, LimitScope scope) {
        return scope.level().equals("project") ? Whose.of(tenant, ProjectId.parse(scope.id())) : Whose.of(tenant);
    }

    private List<Limit> own(TenantId tenant, LimitScope scope) {
        return settings.find(tenant).all().stream()
                .filter(limit ->
                        limit.setBy() == Limit.SetBy.TENANT && limit.scope().equals(scope))
                .toList();
    }
}
