package cloud.hanok.tenant.key;

import java.util.Set;

/**
 * What a key of a project may be used for, within what its role may.
 *
 * @param models names that may be asked, exactly as in a request; empty for all
 * @param endpoints families of routes; empty for all
 * @param access whether it may do more than look
 */
public record KeyScopes(Set<String> models, Set<KeyEndpoint> endpoints, KeyAccess access) {
    /** No limit. */
    public static final KeyScopes ALL = new KeyScopes(Set.of(), Set.of(), KeyAccess.READ_WRITE);

    public KeyScopes {
        models = Set.copyOf(models);
        endpoints = Set.copyOf(endpoints);
    }

    /** Whether this model may be asked. */
    public boolean allowsModel(String model) {
        return models.isEmpty() || models.contains(model);
    }
}
