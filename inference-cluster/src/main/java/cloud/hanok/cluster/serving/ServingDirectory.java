package cloud.hanok.cluster.serving;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deployments that serve, as this process knows them. Readers are event loops: a lookup is one volatile read and
 * one hash lookup, without a lock and without allocation. Writers replace the whole snapshot.
 */
public final class ServingDirectory {
    private volatile Snapshot snapshot = new Snapshot(Map.of(), List.of());

    /** The deployment of this name, or null when none serves under it. */
    public @Nullable ServingDeployment find(String name) {
        return snapshot.byName.get(name);
    }

    /** All deployments that serve, by name. */
    public List<ServingDeployment> all() {
        return snapshot.sorted;
    }

    /**
     * Replaces what is served, at once and as a whole.
     *
     * @throws IllegalArgumentException when two have the same name
     */
    public void publish(List<ServingDeployment> deployments) {
        Map<String, ServingDeployment> byName = HashMap.newHashMap(deployments.size());
        for (ServingDeployment deployment : deployments) {
            if (byName.put(deployment.name(), deployment) != null) {
                throw new IllegalArgumentException("two deployments serve under the name " + deployment.name());
            }
        }
        List<ServingDeployment> sorted = deployments.stream()
                .sorted(Comparator.comparing(ServingDeployment::name))
                .toList();
        snapshot = new Snapshot(byName, sorted);
    }

    private record Snapshot(Map<String, ServingDeployment> byName, List<ServingDeployment> sorted) {}
}
