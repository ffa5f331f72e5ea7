package cloud.hanok.tenant.key;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.VersionedSecret;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.Page;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new pepper in the place of the current one. Keys are hashed again at their next use; those that are not used
 * until the old pepper retires are lost, and the pepper can then be destroyed. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.vault.VaultUnavailableException} when OpenBao does not answer.
 */
public final class PepperRotation {
    /** Long enough for a key that is used once a month. */
    public static final Duration DEFAULT_NOTICE = Duration.ofDays(45);

    public static final Duration MAX_NOTICE = Duration.ofDays(400);

    /** A check-and-set that fails this often fails for another reason than company. */
    private static final int ATTEMPTS = 5;

    private final Peppers peppers;
    private final KeyStore keys;
    private final Tenants tenants;
    private final SecureRandom random;
    private final Clock clock;

    public PepperRotation(Peppers peppers, ApiKeys keys, Tenants tenants, SecureRandom random, Clock clock) {
        this.peppers = peppers;
        this.keys = keys.store();
        this.tenants = tenants;
        this.random = random;
        this.clock = clock;
    }

    /**
     * A pepper, without its value.
     *
     * @param current whether new keys are made with it
     * @param retiresAt from when on keys that have no HMAC by a newer one are refused; null for never
     * @param keysLeft keys not revoked that would be lost today; null where nobody counted
     */
    public record Pepper(
            int version,
            boolean current,
            @Nullable Instant retiresAt,
            @Nullable Long keysLeft) {}

    /** Those there are, the oldest first, each with the keys it would take along; reads all keys of all tenants. */
    public List<Pepper> list() {
        peppers.refresh();
        List<Pepper> found = new ArrayList<>();
        for (Pepper pepper : of(peppers.stored().values())) {
            Long left = pepper.current() ? null : keysLeft(pepper.version());
            found.add(new Pepper(pepper.version(), pepper.current(), pepper.retiresAt(), left));
        }
        return found;
    }

    /**
     * Makes a new pepper the current one. Those before it that have no retirement get one.
     *
     * @param notice from now to that retirement
     */
    public Pepper rotate(Duration notice) {
        long retiresAt = clock.instant().plus(notice).toEpochMilli();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            VersionedSecret stored = peppers.stored();
            int next = current(stored.values()) + 1;
            Map<String, String> entries = new HashMap<>(stored.values());
            for (Pepper pepper : of(stored.values())) {
                entries.putIfAbsent(pepper.version() + Peppers.RETIRES, Long.toString(retiresAt));
            }
            entries.put(Integer.toString(next), Peppers.newPepper(random));
            entries.put(Peppers.CURRENT, Integer.toString(next));
            if (peppers.replace(stored, entries)) {
                return new Pepper(next, true, null, null);
            }
        }
        throw new IllegalStateException("the peppers in OpenBao are changed by others all the time");
    }

    /**
     * Destroys a pepper that is retired, in every version OpenBao holds of it. Doing it again changes nothing.
     *
     * @throws TenantProblemException not found; not retired yet
     */
    public void destroy(int version) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            VersionedSecret stored = peppers.stored();
            String name = Integer.toString(version);
            if (version < 1 || version > current(stored.values())) {
                throw new TenantProblemException(new TenantProblem.NotFound(TenantProblem.NotFound.Kind.PEPPER, name));
            }
            if (!stored.values().containsKey(name)) {
                peppers.destroyBefore(stored);
                return;
            }
            String retires = stored.values().get(name + Peppers.RETIRES);
            if (retires == null || Long.parseLong(retires) > clock.millis()) {
                throw new TenantProblemException(new TenantProblem.PepperInUse(
                        version, retires == null ? null : Instant.ofEpochMilli(Long.parseLong(retires))));
            }
            Map<String, String> entries = new HashMap<>(stored.values());
            entries.remove(name);
            entries.remove(name + Peppers.RETIRES);
            if (peppers.replace(stored, entries)) {
                peppers.destroyBefore(peppers.stored());
                return;
            }
        }
        throw new IllegalStateException("the peppers in OpenBao are changed by others all the time");
    }

    private long keysLeft(int version) {
        long left = 0;
        TenantId after = null;
        Page<Tenant> page;
        do {
            page = tenants.list(after, Page.MAX_LIMIT);
            for (Tenant tenant : page.items()) {
                left += keys.countUpTo(tenant.id(), version);
                after = tenant.id();
            }
        } while (page.hasMore());
        return left;
    }

    private static int current(Map<String, String> entries) {
        return Integer.parseInt(Objects.requireNonNull(entries.get(Peppers.CURRENT)));
    }

    private static List<Pepper> of(Map<String, String> entries) {
        int current = current(entries);
        return entries.keySet().stream()
                .filter(name -> !name.equals(Peppers.CURRENT) && !name.endsWith(Peppers.RETIRES))
                .map(Integer::valueOf)
                .sorted()
                .map(version -> {
                    String retires = entries.get(version + Peppers.RETIRES);
                    Instant at = retires == null ? null : Instant.ofEpochMilli(Long.parseLong(retires));
                    return new Pepper(version, version == current, at, null);
                })
                .toList();
    }
}
