package cloud.hanok.cluster.naming;

import java.time.Instant;
import java.util.List;

/**
 * A name that stands for others.
 *
 * @param name what clients put into {@code model}
 * @param targets names of deployments, the first that can answer does; at least one
 */
public record ModelAlias(String name, List<String> targets, Instant changedAt) {
    public ModelAlias {
        targets = List.copyOf(targets);
    }
}
