package cloud.hanok.tenant.limit;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.ProjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All limits of a tenant, as one value. Where the tenant and the operator limited the same thing, the lower one binds.
 */
public final class TenantLimits {
    /** No limits at all. */
    public static final TenantLimits NONE = new TenantLimits(List.of());

    private final List<Limit> all;
    private final Map<String, List<Limit>> binding = new HashMap<>();

    public TenantLimits(List<Limit> all) {
        this.all = List.copyOf(all);
        Map<String, Limit> lowest = new HashMap<>();
        for (Limit limit : all) {
            lowest.merge(limit.subject(), limit, (a, b) -> a.amount() <= b.amount() ? a : b);
        }
        lowest.values()
                .forEach(limit -> binding.computeIfAbsent(limit.scope().id(), scope -> new ArrayList<>())
                        .add(limit));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Everything that was set, by whomever. */
    public List<Limit> all() {
        return all;
    }

    /** Those of a scope that bind: of two of the same thing the lower one. */
    public List<Limit> of(LimitScope scope) {
        return binding.getOrDefault(scope.id(), List.of());
    }

    /** What binds the month's spending of a scope. */
    public Optional<Limit> spend(LimitScope scope) {
        return of(scope).stream()
                .filter(limit -> limit.kind() == LimitKind.SPEND_PER_MONTH)
                .findFirst();
    }

    /** The rates that a request comes under, narrowest scope last; spending is not among them. */
    public List<Limit> rates(@Nullable ProjectId project, CallerId caller, String model) {
        List<Limit> rates = new ArrayList<>();
        add(rates, "", model);
        if (project != null) {
            add(rates, project.text(), model);
        }
        add(rates, caller.text(), model);
        return rates;
    }

    private void add(List<Limit> to, String scope, String model) {
        List<Limit> limits = binding.get(scope);
        if (limits == null) {
            return;
        }
        for (Limit limit : limits) {
            if (limit.kind() != LimitKind.SPEND_PER_MONTH
                    && (limit.model().isEmpty() || limit.model().equals(model))) {
                to.add(limit);
            }
        }
    }
}
