package cloud.hanok.api.tenants;

import cloud.hanok.tenant.key.KeyEndpoint;
import cloud.hanok.tenant.key.KeyScopes;
import java.util.List;

/**
 * Scopes as they are sent; an empty list stands for all.
 *
 * @param models names, exactly as in a request
 * @param endpoints families of routes
 * @param access {@code read} or {@code read_write}
 */
public record KeyScopesView(List<String> models, List<String> endpoints, String access) {
    /** These scopes. */
    public static KeyScopesView of(KeyScopes scopes) {
        return new KeyScopesView(
                scopes.models().stream().sorted().toList(),
                scopes.endpoints().stream().sorted().map(KeyEndpoint::wire).toList(),
                scopes.access().wire());
    }
}
