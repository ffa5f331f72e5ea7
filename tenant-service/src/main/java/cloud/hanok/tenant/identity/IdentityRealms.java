package cloud.hanok.tenant.identity;

import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** In which realm a tenant's people are, and our client there: the one that tenants share, or a dedicated tenant's own. */
public final class IdentityRealms implements AutoCloseable {
    private final KeycloakClient shared;
    private final Function<TenantId, Optional<IdentitySettings>> own;
    private final Clock clock;
    private final Map<TenantId, KeycloakClient> clients = new ConcurrentHashMap<>();

    /**
     * @param shared of tenants that share
     * @param own of a dedicated tenant; empty for one that shares. It may block, and its exceptions are passed on
     */
    public IdentityRealms(IdentitySettings shared, Function<TenantId, Optional<IdentitySettings>> own, Clock clock) {
        this.shared = new KeycloakClient(shared, clock);
        this.own = own;
        this.clock = clock;
    }

    /** The realm that a dedicated tenant has for itself is named by its id. */
    public static String realmOf(TenantId tenant) {
        return tenant.text();
    }

    KeycloakClient shared() {
        return shared;
    }

    KeycloakClient of(TenantId tenant) {
        KeycloakClient known = clients.get(tenant);
        if (known != null) {
            return known;
        }
        Optional<IdentitySettings> settings = own.apply(tenant);
        return settings.isEmpty()
                ? shared
                : clients.computeIfAbsent(tenant, absent -> new KeycloakClient(settings.get(), clock));
    }

    /** Whether a tenant's people are in a realm of its own. */
    boolean hasOwn(TenantId tenant) {
        return !of(tenant).equals(shared);
    }

    /** Forgets the client of a realm that is taken away. */
    void forget(TenantId tenant) {
        KeycloakClient gone = clients.remove(tenant);
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public void close() {
        shared.close();
        clients.values().forEach(KeycloakClient::close);
    }
}
