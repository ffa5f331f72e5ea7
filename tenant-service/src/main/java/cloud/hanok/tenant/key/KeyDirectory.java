package cloud.hanok.tenant.key;

import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantState;
import cloud.hanok.tenant.organization.Tenants;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Checks presented keys from memory, kept fresh by the change feed. */
public final class KeyDirectory {
    /** Keys in memory: some 500 bytes each. */
    public static final int MAX_KEYS = 50_000;

    private static final KeyCheck MALFORMED = new KeyCheck.Invalid(KeyCheck.Reason.MALFORMED);
    private static final KeyCheck UNKNOWN = new KeyCheck.Invalid(KeyCheck.Reason.UNKNOWN);
    private static final KeyCheck WRONG_SECRET = new KeyCheck.Invalid(KeyCheck.Reason.WRONG_SECRET);
    private static final KeyCheck REVOKED = new KeyCheck.Invalid(KeyCheck.Reason.REVOKED);
    private static final KeyCheck SUSPENDED = new KeyCheck.Suspended();
    private static final KeyCheck UNAVAILABLE = new KeyCheck.Unavailable();

    private final Peppers peppers;
    private final FreshMap<KeyId, StoredKey> keys;
    private final FreshMap<TenantId, Tenant> tenants;

    /**
     * @param feed not started yet, or started by whoever owns it: nothing is in memory before the first check
     * @param bounds for keys and for tenants: {@code FreshnessBounds.shared(KeyDirectory.MAX_KEYS)}
     * @param reads runs the reads: virtual threads
     */
    public KeyDirectory(
            ApiKeys keys,
            Tenants tenants,
            Peppers peppers,
            ChangeFeed feed,
            FreshnessBounds bounds,
            Clock clock,
            Executor reads) {
        this.peppers = peppers;
        this.keys = new FreshMap<>(keys::load, bounds, clock, reads);
        this.tenants = new FreshMap<>(tenants::find, bounds, clock, reads);
        feed.subscribe(this::changed);
    }

    /**
     * Checks a key as it came on the wire. For an event loop: never blocks. A text that is no key costs a checksum; an
     * id not in memory costs one read, whoever asks how often.
     */
    public KeyCheck check(CharSequence presented) {
        KeyText.Presented key = KeyText.parse(presented);
        return key == null ? MALFORMED : check(key, keys.lookup(key.id()));
    }

    /** Keys in memory. */
    public int size() {
        return keys.size();
    }

    /** Checks that were refused because what is in memory was too old to be used, since the beginning. */
    public long staleCount() {
        return keys.staleCount() + tenants.staleCount();
    }

    private KeyCheck check(KeyText.Presented presented, Lookup<StoredKey> lookup) {
        return switch (lookup) {
            case Lookup.Found<StoredKey>(var stored) -> check(presented, stored);
            case Lookup.Absent<StoredKey> absent -> UNKNOWN;
            case Lookup.Stale<StoredKey> stale -> UNAVAILABLE;
            case Lookup.Pending<StoredKey>(var answer) ->
                new KeyCheck.Pending(answer.thenCompose(found -> settled(check(presented, found))));
        };
    }

    private KeyCheck check(KeyText.Presented presented, StoredKey stored) {
        byte[] hmac = peppers.hmac(stored.pepperVersion(), presented.body());
        if (hmac == null) {
            return UNAVAILABLE;
        }
        if (!MessageDigest.isEqual(hmac, stored.hmac())) {
            return WRONG_SECRET;
        }
        ApiKey key = stored.key();
        return key.revokedAt() != null ? REVOKED : caller(key, tenants.lookup(key.tenant()));
    }

    private KeyCheck caller(ApiKey key, Lookup<Tenant> lookup) {
        return switch (lookup) {
            case Lookup.Found<Tenant>(var tenant) when tenant.state() == TenantState.SUSPENDED -> SUSPENDED;
            case Lookup.Found<Tenant>(var tenant) ->
                new KeyCheck.Valid(new Caller(
                        key.id(),
                        key.tenant(),
                        key.project(),
                        key.role(),
                        tenant.allowedJurisdictions(),
                        tenant.creditLimitWon()));
            case Lookup.Absent<Tenant> absent -> UNKNOWN;
            case Lookup.Stale<Tenant> stale -> UNAVAILABLE;
            case Lookup.Pending<Tenant>(var answer) ->
                new KeyCheck.Pending(answer.thenApply(found -> caller(key, found)));
        };
    }

    private static CompletionStage<KeyCheck> settled(KeyCheck check) {
        return check instanceof KeyCheck.Pending(var known) ? known : CompletableFuture.completedFuture(check);
    }

    private void changed(Change change) {
        switch (change.kind()) {
            case API_KEY -> keys.invalidate(KeyId.parse(change.entity()));
            case TENANT -> tenants.invalidate(TenantId.parse(change.entity()));
            case PROJECT, SITE, DEPLOYMENT, PRICE, MODEL_VERSION, MEMBERS -> {
                // Not held here.
            }
        }
    }
}
