package cloud.hanok.tenant.key;

import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import cloud.hanok.tenant.organization.TenantState;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Checks presented keys from memory, kept fresh by the change feed. */
public final class KeyDirectory {
    /** Keys in memory: some 500 bytes each. */
    public static final int MAX_KEYS = 50_000;

    private static final KeyCheck MALFORMED = new KeyCheck.Invalid(KeyCheck.Reason.MALFORMED);
    private static final KeyCheck UNKNOWN = new KeyCheck.Invalid(KeyCheck.Reason.UNKNOWN);
    private static final KeyCheck WRONG_SECRET = new KeyCheck.Invalid(KeyCheck.Reason.WRONG_SECRET);
    private static final KeyCheck REVOKED = new KeyCheck.Invalid(KeyCheck.Reason.REVOKED);
    private static final KeyCheck PEPPER_RETIRED = new KeyCheck.Invalid(KeyCheck.Reason.PEPPER_RETIRED);
    private static final byte[] NO_HMAC = new byte[Peppers.BYTES];
    private static final KeyCheck SUSPENDED = new KeyCheck.Suspended();
    private static final KeyCheck UNAVAILABLE = new KeyCheck.Unavailable();

    private final Peppers peppers;
    private final KeyUses uses;
    private final KeyRehashes rehashes;
    private final GuessLimits guesses;
    private final Clock clock;
    private final FreshMap<KeyId, StoredKey> keys;
    private final TenantDirectory tenants;

    /**
     * @param feed not started yet, or started by whoever owns it: nothing is in memory before the first check
     * @param bounds {@code FreshnessBounds.shared(KeyDirectory.MAX_KEYS)}
     * @param guesses counts keys that are not good
     * @param reads runs the reads: virtual threads
     */
    public KeyDirectory(
            ApiKeys keys,
            TenantDirectory tenants,
            Peppers peppers,
            ChangeFeed feed,
            FreshnessBounds bounds,
            GuessLimits guesses,
            Clock clock,
            Executor reads) {
        this.peppers = peppers;
        this.uses = keys.store().uses();
        this.rehashes = keys.rehashes();
        this.guesses = guesses;
        this.clock = clock;
        this.keys = new FreshMap<>(keys.store()::load, bounds, clock, reads);
        this.tenants = tenants;
        feed.subscribe(this::changed);
    }

    /**
     * Checks a key as it came on the wire, for this use. For an event loop: never blocks. A text that is no key costs a
     * checksum; an id not in memory costs one read, whoever asks how often; a source of many failures waits for it.
     */
    public KeyCheck check(CharSequence presented, KeyUse use) {
        KeyText.Presented key = KeyText.parse(presented);
        if (key == null) {
            return failed(MALFORMED, use);
        }
        Lookup<StoredKey> known = keys.known(key.id());
        if (known != null) {
            return check(key, use, known);
        }
        int delay = guesses.readDelay(use.address(), clock.millis());
        return delay > 0 ? new KeyCheck.Throttled(delay) : check(key, use, keys.lookup(key.id()));
    }

    /**
     * Whoever holds a key that was good for a request, judged anew when that request's turn comes: nobody presents it now. A key that was
     * revoked or has expired since, or is for other families now, and one of a suspended tenant, is refused; from where it was used was
     * judged then. For an event loop: never blocks.
     *
     * @param endpoint the family of what is asked
     */
    public KeyCheck standing(KeyId id, KeyEndpoint endpoint) {
        return standing(endpoint, keys.lookup(id));
    }

    private KeyCheck standing(KeyEndpoint endpoint, Lookup<StoredKey> lookup) {
        return switch (lookup) {
            case Lookup.Found<StoredKey>(var stored) -> {
                ApiKey key = stored.key();
                KeyRestrictions restrictions = stored.restrictions();
                if (key.revokedAt() != null) {
                    yield REVOKED;
                }
                KeyCheck.Limit limit = restrictions == null ? null : restrictions.limitOf(endpoint, clock.millis());
                yield limit == null
                        ? caller(key, restrictions, null, tenants.of(key.tenant()))
                        : new KeyCheck.Limited(limit);
            }
            case Lookup.Absent<StoredKey> absent -> UNKNOWN;
            case Lookup.Stale<StoredKey> stale -> UNAVAILABLE;
            case Lookup.Pending<StoredKey>(var answer) ->
                new KeyCheck.Pending(answer.thenCompose(found -> settled(standing(endpoint, found))));
        };
    }

    /** Keys in memory. */
    public int size() {
        return keys.size();
    }

    /** Checks that were refused because what is in memory was too old to be used, since the beginning. */
    public long staleCount() {
        return keys.staleCount() + tenants.staleCount();
    }

    private KeyCheck check(KeyText.Presented presented, KeyUse use, Lookup<StoredKey> lookup) {
        return switch (lookup) {
            case Lookup.Found<StoredKey>(var stored) -> check(presented, use, stored);
            case Lookup.Absent<StoredKey> absent -> unknown(presented, use);
            case Lookup.Stale<StoredKey> stale -> UNAVAILABLE;
            case Lookup.Pending<StoredKey>(var answer) ->
                new KeyCheck.Pending(answer.thenCompose(found -> settled(check(presented, use, found))));
        };
    }

    /** As much work as for an id that is somebody's. */
    private KeyCheck unknown(KeyText.Presented presented, KeyUse use) {
        byte[] hmac = peppers.hmac(peppers.currentVersion(), presented.body());
        boolean never = hmac != null && MessageDigest.isEqual(hmac, NO_HMAC);
        return failed(never ? WRONG_SECRET : UNKNOWN, use);
    }

    private KeyCheck check(KeyText.Presented presented, KeyUse use, StoredKey stored) {
        byte[] hmac = peppers.hmac(stored.pepperVersion(), presented.body());
        if (hmac == null) {
            // Destroyed since the key was read: nobody can present it any more.
            return failed(PEPPER_RETIRED, use);
        }
        if (!MessageDigest.isEqual(hmac, stored.hmac())) {
            return failed(WRONG_SECRET, use);
        }
        ApiKey key = stored.key();
        if (key.revokedAt() != null) {
            return failed(REVOKED, use);
        }
        long nowMillis = clock.millis();
        if (nowMillis >= peppers.retiresAtMillis(stored.pepperVersion())) {
            return failed(PEPPER_RETIRED, use);
        }
        KeyRestrictions restrictions = stored.restrictions();
        KeyCheck.Limit limit = restrictions == null ? null : restrictions.limitOf(use, nowMillis);
        if (limit != null) {
            return new KeyCheck.Limited(limit);
        }
        uses.note(stored, nowMillis);
        rehashes.note(stored, presented.body());
        return caller(key, restrictions, use, tenants.of(key.tenant()));
    }

    private KeyCheck failed(KeyCheck why, KeyUse use) {
        int delay = guesses.failed(use.address(), clock.millis());
        return delay == 0 ? why : new KeyCheck.Throttled(delay);
    }

    /** @param use null where it was judged before */
    private KeyCheck caller(
            ApiKey key, @Nullable KeyRestrictions restrictions, @Nullable KeyUse use, Lookup<Tenant> lookup) {
        return switch (lookup) {
            case Lookup.Found<Tenant>(var tenant) when tenant.state() != TenantState.ACTIVE -> SUSPENDED;
            case Lookup.Found<Tenant>(var tenant)
            when use != null && !tenant.policy().allows(use.address()) -> new KeyCheck.Limited(KeyCheck.Limit.NETWORK);
            case Lookup.Found<Tenant>(var tenant)
            when use != null && !tenant.policy().allowsOrigin(use.origin()) ->
                new KeyCheck.Limited(KeyCheck.Limit.ORIGIN);
            case Lookup.Found<Tenant>(var tenant) ->
                new KeyCheck.Valid(new KeyCaller(
                        key.id(),
                        key.tenant(),
                        key.project(),
                        key.role(),
                        tenant.allowedJurisdictions(),
                        tenant.creditLimitWon(),
                        tenant.share(),
                        tenant.dedicated(),
                        tenant.retention().keepsResponses(),
                        restrictions));
            case Lookup.Absent<Tenant> absent -> use == null ? UNKNOWN : failed(UNKNOWN, use);
            case Lookup.Stale<Tenant> stale -> UNAVAILABLE;
            case Lookup.Pending<Tenant>(var answer) ->
                new KeyCheck.Pending(answer.thenApply(found -> caller(key, restrictions, use, found)));
        };
    }

    private static CompletionStage<KeyCheck> settled(KeyCheck check) {
        return check instanceof KeyCheck.Pending(var known) ? known : CompletableFuture.completedFuture(check);
    }

    private void changed(Change change) {
        if (change.kind() == ChangeKind.API_KEY) {
            keys.invalidate(KeyId.parse(change.entity()));
        }
    }
}
