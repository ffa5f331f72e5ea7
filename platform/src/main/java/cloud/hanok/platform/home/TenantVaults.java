package cloud.hanok.platform.home;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.NamespaceAdministration;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way to a tenant's keys: the platform's part of OpenBao for tenants that share, its own namespace for a dedicated one. The two have
 * different logins: a token of the platform's part opens no namespace. Blocks.
 */
public final class TenantVaults {
    /** Entries of what the platform keeps of a namespace: its AppRole's ids. */
    private static final String ROLE_ID = "role-id";

    private static final String SECRET_ID = "secret-id";

    private final Vault platform;
    private final Function<TenantId, Optional<TenantHome>> homes;
    private final Map<TenantId, Vault> own = new ConcurrentHashMap<>();

    public TenantVaults(Vault platform, TenantHomes homes) {
        this(platform, homes::find);
    }

    private TenantVaults(Vault platform, Function<TenantId, Optional<TenantHome>> homes) {
        this.platform = platform;
        this.homes = homes;
    }

    /** Where every tenant shares. */
    public static TenantVaults shared(Vault platform) {
        return new TenantVaults(platform, tenant -> Optional.empty());
    }

    /** Keys and secrets of the platform itself. */
    public Vault platform() {
        return platform;
    }

    /**
     * Keys and secrets of a tenant.
     *
     * @throws VaultUnavailableException also when a dedicated tenant's namespace is not there, or not yet
     * @throws cloud.hanok.platform.vault.VaultRefusedException when its login is refused
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it is not known where the tenant's keys are
     */
    public Vault of(TenantId tenant) {
        Optional<TenantHome> home = homes.apply(tenant);
        if (home.isEmpty()) {
            return platform;
        }
        Vault opened = own.get(tenant);
        if (opened != null) {
            return opened;
        }
        Vault fresh = open(home.get());
        own.put(tenant, fresh);
        return fresh;
    }

    /** Keeps a way into a home's namespace, unless one is kept: only then it is drawn. */
    void keepEntrance(TenantHome home, Supplier<NamespaceAdministration.Entrance> drawn) {
        if (platform.readSecret(home.entrancePath()).isPresent()) {
            return;
        }
        NamespaceAdministration.Entrance entrance = drawn.get();
        boolean unused = platform.createSecret(
                home.entrancePath(),
                Map.of(
                        ROLE_ID,
                        entrance.roleId(),
                        SECRET_ID,
                        entrance.secretId().reveal()));
    }

    /** Forgets the way into a namespace that is taken away, also where it is kept. */
    void dropEntrance(TenantHome home) {
        forget(home.tenant());
        platform.deleteSecret(home.entrancePath());
    }

    /** Forgets a login: the namespace was taken away. */
    public void forget(TenantId tenant) {
        own.remove(tenant);
    }

    private Vault open(TenantHome home) {
        Map<String, String> entrance = platform.readSecret(home.entrancePath())
                .orElseThrow(() -> new VaultUnavailableException(
                        "the way into the namespace of " + home.tenant() + " is not kept at " + home.entrancePath(),
                        null));
        return platform.into(
                home.namespace(), entrance.getOrDefault(ROLE_ID, ""), entrance.getOrDefault(SECRET_ID, ""));
    }
}
