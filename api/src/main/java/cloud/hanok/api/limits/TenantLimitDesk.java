package cloud.hanok.api.limits;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import cloud.hanok.tenant.key.ApiKey;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitKind;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.LimitSettings;
import cloud.hanok.tenant.project.Projects;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the endpoints of a tenant's own limits share. */
@Singleton
final class TenantLimitDesk {
    private final LimitSettings settings;
    private final Projects projects;
    private final ApiKeys keys;
    private final UsageProjection usage;
    private final Clock clock;

    TenantLimitDesk(LimitSettings settings, Projects projects, ApiKeys keys, UsageProjection usage, Clock clock) {
        this.settings = settings;
        this.projects = projects;
        this.keys = keys;
        this.usage = usage;
        this.clock = clock;
    }

    /** The tenant's project of a path; another's is not there. */
    ProjectId project(TenantId tenant, String id) {
        return PathIds.find(id, ProjectId::parse, Thing.PROJECT, project -> projects.find(tenant, project))
                .id();
    }

    /** The project's key of a path. */
    KeyId key(TenantId tenant, ProjectId project, String id) {
        KeyId key = PathIds.read(id, KeyId::parse, Thing.API_KEY);
        return keys.find(key)
                .filter(found -> found.tenant().equals(tenant) && project.equals(found.project()))
                .map(ApiKey::id)
                .orElseThrow(() -> new ApiException(Thing.API_KEY.absent(id)));
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
        settings.set(tenant, Limit.SetBy.TENANT, scope, model, amounts);
        return RateLimitView.of(object, model, own(tenant, scope));
    }

    void removeRates(TenantId tenant, LimitScope scope, String model) {
        for (Limit limit : own(tenant, scope)) {
            if (limit.model().equals(model) && limit.kind() != LimitKind.SPEND_PER_MONTH) {
                settings.remove(tenant, Limit.SetBy.TENANT, scope, model, limit.kind());
            }
        }
    }

    SpendLimitView spend(String object, TenantId tenant, LimitScope scope) {
        Limit limit = own(tenant, scope).stream()
                .filter(each -> each.kind() == LimitKind.SPEND_PER_MONTH)
                .findFirst()
                .orElseThrow(() ->
                        new ApiException(Thing.SPEND_LIMIT.absent(scope.id().isEmpty() ? scope.level() : scope.id())));
        return view(object, tenant, scope, limit.amount());
    }

    SpendLimitView setSpend(String object, TenantId tenant, LimitScope scope, long won) {
        settings.set(tenant, Limit.SetBy.TENANT, scope, "", Map.of(LimitKind.SPEND_PER_MONTH, won));
        return view(object, tenant, scope, won);
    }

    SpendLimitView.Deleted removeSpend(String object, TenantId tenant, LimitScope scope) {
        settings.remove(tenant, Limit.SetBy.TENANT, scope, "", LimitKind.SPEND_PER_MONTH);
        return new SpendLimitView.Deleted(object + ".deleted", true);
    }

    /** What a scope spent this month, as it is recorded. */
    NanoWon spent(TenantId tenant, LimitScope scope) {
        SpendScope of = switch (scope.level()) {
            case "project" -> SpendScope.of(ProjectId.parse(scope.id()));
            case "api_key" -> SpendScope.of(KeyId.parse(scope.id()));
            default -> SpendScope.TENANT;
        };
        return usage.spent(tenant, Seoul.monthOf(clock.instant()), of);
    }

    private SpendLimitView view(String object, TenantId tenant, LimitScope scope, long won) {
        return SpendLimitView.of(object, won, spent(tenant, scope).compareTo(NanoWon.ofWon(won)) >= 0);
    }

    private List<Limit> own(TenantId tenant, LimitScope scope) {
        return settings.find(tenant).all().stream()
                .filter(limit ->
                        limit.setBy() == Limit.SetBy.TENANT && limit.scope().equals(scope))
                .toList();
    }
}
