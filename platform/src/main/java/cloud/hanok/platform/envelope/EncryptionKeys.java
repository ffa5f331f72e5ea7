package cloud.hanok.platform.envelope;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.TransitKeys;
import cloud.hanok.platform.vault.TransitKeys.Versions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The transit keys of tenants: made, rotated, destroyed. Blocks. Every method throws what {@link Envelopes} throws; each
 * may be repeated.
 */
public final class EncryptionKeys {
    private final DataKeyRows rows;
    private final TenantVaults vaults;
    private final DataKeys keys;
    private final RewrapRows rewraps;
    private final ChangeLog changes;
    private final Clock clock;

    public EncryptionKeys(
            Keyspaces keyspaces, TenantVaults vaults, Envelopes envelopes, ChangeLog changes, Clock clock) {
        this.rows = new DataKeyRows(keyspaces);
        this.vaults = vaults;
        this.keys = envelopes.keys();
        this.rewraps = new RewrapRows(keyspaces);
        this.changes = changes;
        this.clock = clock;
    }

    /** Makes the keys of a tenant, one a class, unless there are: a step of its provisioning, undone by {@link #withdraw}. */
    public void ensure(TenantId tenant) {
        for (DataClass dataClass : DataClass.values()) {
            keys.ensure(tenant, dataClass);
        }
    }

    /** Takes back the keys of a tenant that never came to be, and leaves no trace: what they sealed is lost. */
    public void withdraw(TenantId tenant) {
        for (DataClass dataClass : DataClass.values()) {
            transit(tenant).destroy(DataKeys.transitName(tenant, dataClass));
            for (DataKeyRows.WrappedKey key : rows.list(tenant, dataClass)) {
                rows.remove(new DataKeyName(tenant, dataClass, key.id()));
            }
            purge(tenant, dataClass);
        }
    }

    /** Erases everything of a tenant that is sealed: destroys its keys for good. */
    public void destroy(TenantId tenant) {
        for (DataClass dataClass : DataClass.values()) {
            destroy(tenant, dataClass);
        }
    }

    /**
     * Erases what is sealed of one class. When this returns nothing of it can be opened from what is stored, backups
     * included; other processes have forgotten the keys in their memory within their next poll of changes.
     */
    public void destroy(TenantId tenant, DataClass dataClass) {
        // Noted first: from here on nobody makes the key anew.
        rows.noteDestroyed(tenant, dataClass, clock.instant());
        transit(tenant).destroy(DataKeys.transitName(tenant, dataClass));
        purge(tenant, dataClass);
    }

    /**
     * Makes a new version of a key. New data keys are wrapped with it from the next poll of changes on; stored ones are
     * re-wrapped in the background, then the older versions are refused.
     *
     * @return the key after that
     * @throws KeyDestroyedException when it was destroyed
     */
    public EncryptionKey rotate(TenantId tenant, DataClass dataClass) {
        keys.ensure(tenant, dataClass);
        String name = DataKeys.transitName(tenant, dataClass);
        int before = transit(tenant).versions(name).map(Versions::latestVersion).orElse(0);
        // Asked for first: a crash after the rotation leaves a job that finds it.
        rewraps.request(tenant, dataClass, before + 1);
        transit(tenant).rotate(name);
        int after = transit(tenant).versions(name).map(Versions::latestVersion).orElse(before + 1);
        if (after != before + 1) {
            rewraps.request(tenant, dataClass, after);
        }
        purge(tenant, dataClass);
        return describe(tenant, dataClass);
    }

    /** The keys of a tenant, one a class. */
    public List<EncryptionKey> list(TenantId tenant) {
        List<EncryptionKey> all = new ArrayList<>();
        for (DataClass dataClass : DataClass.values()) {
            all.add(describe(tenant, dataClass));
        }
        return all;
    }

    /** One key. */
    public EncryptionKey describe(TenantId tenant, DataClass dataClass) {
        Optional<Instant> destroyedAt = rows.destroyedAt(tenant, dataClass);
        Optional<Versions> versions = transit(tenant).versions(DataKeys.transitName(tenant, dataClass));
        Map<Integer, Integer> wrappedBy = new TreeMap<>();
        for (DataKeyRows.WrappedKey key : rows.list(tenant, dataClass)) {
            wrappedBy.merge(TransitKeys.versionOf(key.wrapped()), 1, Integer::sum);
        }
        return new EncryptionKey(dataClass, versions, wrappedBy, destroyedAt, rewraps.progress(tenant, dataClass));
    }

    private TransitKeys transit(TenantId tenant) {
        return vaults.of(tenant).transit();
    }

    private void purge(TenantId tenant, DataClass dataClass) {
        keys.purge(tenant, dataClass);
        changes.publish(new Change(ChangeKind.ENCRYPTION_KEY, Envelopes.entity(tenant, dataClass)));
    }
}
