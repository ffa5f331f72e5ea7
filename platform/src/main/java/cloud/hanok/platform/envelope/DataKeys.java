package cloud.hanok.platform.envelope;

import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.TransitKeys;
import cloud.hanok.platform.vault.TransitKeys.NewDataKey;
import cloud.hanok.platform.vault.TransitKeys.Versions;
import cloud.hanok.platform.vault.VaultUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds or makes data keys, and keeps them unwrapped for a while. */
final class DataKeys {
    /** 32 bytes each and their names; a busy installation uses a few a tenant. */
    static final int MOST_IN_MEMORY = 10_000;

    /**
     * A wrapped key that could not be stored within this time is made anew: it might be of a version of the transit key
     * that a re-wrap has already looked for.
     */
    static final Duration STORED_WITHIN = Duration.ofSeconds(20);

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");

    private final DataKeyRows rows;
    private final TenantVaults vaults;
    private final Function<TenantId, Duration> keepFor;
    private final Clock clock;
    private final DataKeyCache cache;
    private final LinkedHashMap<Owner, Current> currents = new LinkedHashMap<>(16, 0.75f, true);

    private record Owner(TenantId tenant, DataClass dataClass) {}

    /** The data key that values are sealed with now. */
    private record Current(DataKeyName name, String month, long untilMillis) {}

    /** @param keepFor how long a tenant's unwrapped keys may stay in memory */
    DataKeys(DataKeyRows rows, TenantVaults vaults, Function<TenantId, Duration> keepFor, Clock clock) {
        this.rows = rows;
        this.vaults = vaults;
        this.keepFor = keepFor;
        this.clock = clock;
        this.cache = new DataKeyCache(MOST_IN_MEMORY, clock);
    }

    /** The name of a tenant's transit key; it names no tenant to somebody who does not know its id. */
    static String transitName(TenantId tenant, DataClass dataClass) {
        return "tenant-" + tenant.ulid() + "-" + dataClass.label();
    }

    /** A data key with its name. */
    record Named(DataKeyName name, DataKey key) {}

    /**
     * The key to seal with now: of this month, and of the newest version of the transit key. Made when there is none.
     *
     * @throws KeyDestroyedException when the transit key was destroyed
     */
    Named toSeal(TenantId tenant, DataClass dataClass) {
        DataKeyName name = current(tenant, dataClass);
        return new Named(name, cache.get(name, () -> loaded(name, true)));
    }

    /** The key of the look-up hashes, made when there is none. */
    DataKey toLookUp(TenantId tenant, DataClass dataClass) {
        DataKeyName name = new DataKeyName(tenant, dataClass, DataKeyName.LOOKUP);
        return cache.get(name, () -> {
            ensure(tenant, dataClass);
            return loaded(name, true);
        });
    }

    /**
     * The key that a value says it was sealed with.
     *
     * @throws KeyDestroyedException when the transit key was destroyed
     * @throws UnreadableValueException when there is no such key
     */
    DataKey toOpen(DataKeyName name) {
        return cache.get(name, () -> loaded(name, false));
    }

    /**
     * Makes a transit key, unless there is one.
     *
     * @throws KeyDestroyedException when it was destroyed
     */
    void ensure(TenantId tenant, DataClass dataClass) {
        requireAlive(tenant, dataClass);
        transit(tenant).create(transitName(tenant, dataClass));
        if (rows.destroyedAt(tenant, dataClass).isPresent()) {
            // Destroyed between the two: it must not come back, though a new one would open nothing old.
            transit(tenant).destroy(transitName(tenant, dataClass));
            throw new KeyDestroyedException(tenant, dataClass);
        }
    }

    void purge(TenantId tenant, DataClass dataClass) {
        synchronized (currents) {
            currents.remove(new Owner(tenant, dataClass));
        }
        cache.purge(tenant, dataClass);
    }

    void sweep() {
        cache.sweep();
    }

    void clear() {
        cache.clear();
    }

    int inMemory() {
        return cache.size();
    }

    private DataKeyName current(TenantId tenant, DataClass dataClass) {
        Owner owner = new Owner(tenant, dataClass);
        String month = MONTH.format(clock.instant().atOffset(ZoneOffset.UTC));
        synchronized (currents) {
            Current known = currents.get(owner);
            if (known != null && known.month.equals(month) && clock.millis() < known.untilMillis) {
                return known.name;
            }
        }
        String transitName = transitName(tenant, dataClass);
        Optional<Versions> versions = transit(tenant).versions(transitName);
        if (versions.isEmpty()) {
            ensure(tenant, dataClass);
            versions = transit(tenant).versions(transitName);
        }
        int version = versions.map(Versions::latestVersion)
                .orElseThrow(() -> new VaultUnavailableException(transitName + " was made and is not there", null));
        DataKeyName name = new DataKeyName(tenant, dataClass, month + "-" + version);
        long untilMillis = clock.millis() + keepFor.apply(tenant).toMillis();
        synchronized (currents) {
            currents.put(owner, new Current(name, month, untilMillis));
            if (currents.size() > MOST_IN_MEMORY) {
                Map.Entry<Owner, Current> eldest = currents.firstEntry();
                currents.remove(eldest.getKey());
            }
        }
        return name;
    }

    private DataKeyCache.Loaded loaded(DataKeyName name, boolean make) {
        requireAlive(name.tenant(), name.dataClass());
        Duration keep = keepFor.apply(name.tenant());
        Optional<String> wrapped = rows.find(name);
        if (wrapped.isEmpty() && !make) {
            throw new UnreadableValueException("there is no data key " + name, null);
        }
        DataKey key = wrapped.isPresent() ? unwrapped(name, wrapped.get()) : made(name);
        return new DataKeyCache.Loaded(key, keep);
    }

    private DataKey unwrapped(DataKeyName name, String wrapped) {
        Optional<byte[]> key = transit(name.tenant()).unwrap(transitName(name.tenant(), name.dataClass()), wrapped);
        return new DataKey(key.orElseThrow(() -> gone(name)));
    }

    private DataKey made(DataKeyName name) {
        long begunMillis = clock.millis();
        NewDataKey made = transit(name.tenant())
                .newDataKey(transitName(name.tenant(), name.dataClass()))
                .orElseThrow(() -> gone(name));
        if (clock.millis() - begunMillis > STORED_WITHIN.toMillis() / 2) {
            throw new VaultUnavailableException("OpenBao was too slow to make a data key", null);
        }
        String standing = rows.insert(name, made.wrapped());
        if (standing.equals(made.wrapped())) {
            return new DataKey(made.key());
        }
        Arrays.fill(made.key(), (byte) 0);
        return unwrapped(name, standing);
    }

    private TransitKeys transit(TenantId tenant) {
        return vaults.of(tenant).transit();
    }

    private void requireAlive(TenantId tenant, DataClass dataClass) {
        if (rows.destroyedAt(tenant, dataClass).isPresent()) {
            throw new KeyDestroyedException(tenant, dataClass);
        }
    }

    private RuntimeException gone(DataKeyName name) {
        requireAlive(name.tenant(), name.dataClass());
        return new UnreadableValueException(
                "OpenBao does not have " + transitName(name.tenant(), name.dataClass())
                        + ", and nobody destroyed it here: restore it from a backup",
                null);
    }
}
