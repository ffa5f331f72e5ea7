package cloud.hanok.cluster.serving;

import cloud.hanok.platform.id.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deployments that serve, as this process knows them. Readers are event loops: a lookup is one volatile read and a
 * hash lookup or two, without a lock and without allocation. Writers replace the whole snapshot.
 */
public final class ServingDirectory {
    private static final Offer NOTHING = new Offer(Map.of(), List.of());

    private volatile Snapshot snapshot = new Snapshot(NOTHING, Map.of());

    /** The deployment of this name in the pool that tenants share, or null when none serves under it. */
    public @Nullable ServingDeployment find(String name) {
        return find(null, name);
    }

    /**
     * The deployment of this name in a pool, or null when none serves under it there.
     *
     * @param owner the dedicated tenant whose own pool it is; null for the shared one
     */
    public @Nullable ServingDeployment find(@Nullable TenantId owner, String name) {
        return offer(owner).byName.get(name);
    }

    /**
     * All deployments that serve in a pool, by name.
     *
     * @param owner the dedicated tenant whose own pool it is; null for the shared one
     */
    public List<ServingDeployment> all(@Nullable TenantId owner) {
        return offer(owner).sorted;
    }

    /**
     * Replaces what is served, at once and as a whole.
     *
     * @throws IllegalArgumentException when two in one pool have the same name
     */
    public void publish(List<ServingDeployment> deployments) {
        Map<@Nullable TenantId, List<ServingDeployment>> byOwner = new HashMap<>();
        for (ServingDeployment deployment : deployments) {
            byOwner.computeIfAbsent(deployment.pool().tenant(), owner -> new ArrayList<>())
                    .add(deployment);
        }
        Map<TenantId, Offer> own = new HashMap<>();
        Offer shared = NOTHING;
        for (Map.Entry<@Nullable TenantId, List<ServingDeployment>> of : byOwner.entrySet()) {
            TenantId owner = of.getKey();
            if (owner == null) {
                shared = offer(of.getValue());
            } else {
                own.put(owner, offer(of.getValue()));
            }
        }
        snapshot = new Snapshot(shared, own);
    }

    private Offer offer(@Nullable TenantId owner) {
        Snapshot now = snapshot;
        return owner == null ? now.shared : now.own.getOrDefault(owner, NOTHING);
    }

    private static Offer offer(List<ServingDeployment> deployments) {
        Map<String, ServingDeployment> byName = HashMap.newHashMap(deployments.size());
        for (ServingDeployment deployment : deployments) {
            if (byName.put(deployment.name(), deployment) != null) {
                throw new IllegalArgumentException("two deployments serve under the name " + deployment.name());
            }
        }
        List<ServingDeployment> sorted = deployments.stream()
                .sorted(Comparator.comparing(ServingDeployment::name))
                .toList();
        return new Offer(byName, sorted);
    }

    /** What one pool serves. */
    private record Offer(Map<String, ServingDeployment> byName, List<ServingDeployment> sorted) {}

    private record Snapshot(Offer shared, Map<TenantId, Offer> own) {}
}
