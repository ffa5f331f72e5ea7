package cloud.hanok.api.gateway;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The protocols that the byte path speaks. */
public final class Protocols {
    private final Protocol[] all;

    /**
     * @param all the likeliest first
     * @throws IllegalArgumentException when they are not exactly those that have routes
     */
    public Protocols(List<Protocol> all) {
        this.all = all.toArray(Protocol[]::new);
        Set<String> spoken = all.stream().map(Protocol::path).collect(Collectors.toSet());
        Set<String> routes =
                GatewayRoutes.ALL.stream().map(GatewayRoutes.Route::path).collect(Collectors.toSet());
        if (!spoken.equals(routes)) {
            throw new IllegalArgumentException("routes " + routes + ", protocols " + spoken);
        }
    }

    /** The one that is asked by this verb at this address, or null: Micronaut's router knows the others. */
    @Nullable
    Protocol of(String verb, String uri) {
        for (Protocol protocol : all) {
            String path = protocol.path();
            if (uri.startsWith(path) && (uri.length() == path.length() || uri.charAt(path.length()) == '?')) {
                return GatewayRoutes.BESIDE.contains(new GatewayRoutes.Route(verb, path)) ? null : protocol;
            }
        }
        return null;
    }
}
