package cloud.hanok.tenant.key;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ServiceAccountId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.request.Page;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * API keys: issued, listed, changed, replaced, revoked. Only HMACs of a key are stored. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not
 * answer.
 */
public final class ApiKeys {
    /** How long an old key goes on when nothing is said: a working day's roll-out, and the night after. */
    public static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);

    public static final Duration MAX_OVERLAP = Duration.ofDays(30);

    /** Longer than any key should live; it bounds what is added to a clock. */
    public static final Duration MAX_LIFETIME = Duration.ofDays(3_660);

    private final KeyStore store;
    private final KeyRehashes rehashes;
    private final KeyOwners owners;
    private final Keyspaces keyspaces;
    private final ChangeLog changes;
    private final Peppers peppers;
    private final Ulids ulids;
    private final SecureRandom random;
    private final Clock clock;

    public ApiKeys(
            Keyspaces keyspaces, ChangeLog changes, Peppers peppers, Ulids ulids, SecureRandom random, Clock clock) {
        this.store = new KeyStore(keyspaces, peppers);
        this.rehashes = new KeyRehashes(peppers, store.hashes(), changes);
        this.owners = new KeyOwners(keyspaces);
        this.keyspaces = keyspaces;
        this.changes = changes;
        this.peppers = peppers;
        this.ulids = ulids;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Issues a key of a project.
     *
     * @param project as found
     * @param settings what it may be used for; its own expiry is not looked at
     * @param expiresIn its lifetime, or null for no end
     * @param idempotencyKey when given, the same request with the same key makes no second key for a day; as the value
     *     cannot be shown again, the repetition is refused with the id of the first
     * @throws TenantProblemException invalid value, already issued, project archived
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     */
    public IssuedKey issue(
            Project project, KeySettings settings, @Nullable Duration expiresIn, @Nullable String idempotencyKey) {
        return issue(project, null, settings, expiresIn, idempotencyKey);
    }

    /**
     * The same for a service account of the project, or for none.
     *
     * @param account as found
     * @throws TenantProblemException as above, and when the account has ended
     */
    public IssuedKey issue(
            Project project,
            @Nullable ServiceAccountId account,
            KeySettings settings,
            @Nullable Duration expiresIn,
            @Nullable String idempotencyKey) {
        Project used = project.inUse();
        var owner = new Owner(used.tenant(), used.id(), account, KeyRole.PROJECT);
        return issue(owner, settings, expiresIn, idempotencyKey);
    }

    /** Issues a key of a project without limits. */
    public IssuedKey issue(Project project, String name, @Nullable String idempotencyKey) {
        return issue(project, KeySettings.named(name), null, idempotencyKey);
    }

    /**
     * Issues a key of the tenant itself, for its administration.
     *
     * @param tenant whose
     * @param expiresIn its lifetime, or null for no end
     * @throws TenantProblemException invalid value, already issued
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     */
    public IssuedKey issueAdmin(
            TenantId tenant, KeySettings settings, @Nullable Duration expiresIn, @Nullable String idempotencyKey) {
        return issue(new Owner(tenant, null, null, KeyRole.ADMIN), settings, expiresIn, idempotencyKey);
    }

    /** Issues a key of the tenant itself without limits. */
    public IssuedKey issueAdmin(Tenant tenant, String name, @Nullable String idempotencyKey) {
        return issueAdmin(tenant.id(), KeySettings.named(name), null, idempotencyKey);
    }

    /**
     * The key of this id of a project, or of the tenant itself, revoked or not. Only that tenant's rows are asked.
     *
     * @param project whose, or null for the tenant's own
     * @throws TenantProblemException not found, also when it is somebody else's
     */
    public ApiKey get(TenantId tenant, @Nullable ProjectId project, KeyId id) {
        return store.find(tenant, project, id)
                .orElseThrow(() -> new TenantProblemException(
                        new TenantProblem.NotFound(TenantProblem.NotFound.Kind.API_KEY, id.text())));
    }

    /**
     * Keys of a project, or of the tenant itself, in the order they were made, revoked ones among them.
     *
     * @param project whose, or null for the tenant's own
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws TenantProblemException when the limit is another
     */
    public Page<ApiKey> list(TenantId tenant, @Nullable ProjectId project, @Nullable KeyId after, int limit) {
        String from = after == null ? "" : after.text();
        return Page.of(store.list(tenant, project, from, Page.toRead(limit)), limit);
    }

    /** The labels, as they are now, of a tenant's keys that have any, revoked ones among them: what their usage is told by. */
    public Map<KeyId, Map<String, String>> labels(TenantId tenant) {
        return store.settings().labels(tenant);
    }

    /**
     * Gives a key other settings, all of them at once: every gateway measures by them within seconds. Of two changes at
     * the same time one stands whole.
     *
     * @param key as found
     * @throws TenantProblemException invalid value; the key has ended
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it may not be known everywhere yet: to be
     *     repeated
     */
    public ApiKey change(ApiKey key, KeySettings settings) {
        ApiKey changed = key.with(settings.checked());
        requireLiving(key);
        store.settings().write(changed, now());
        announce(key.id());
        return changed;
    }

    /**
     * Puts a new key with the same settings in the place of one, which goes on for a while.
     *
     * @param key as found
     * @param overlap how long it goes on: from zero to {@link #MAX_OVERLAP}
     * @param idempotencyKey as for issuing; a repetition also ends what the first request did not get to
     * @return the new key
     * @throws TenantProblemException the key has ended or is replaced already; this request replaced it before
     */
    public IssuedKey rotate(ApiKey key, Duration overlap, @Nullable String idempotencyKey) {
        KeyId id = claimed(
                key.tenant(), idempotencyKey, "api_key_rotation", key.id().text(), overlap.toString());
        boolean begun =
                store.rows().findDecided(key.tenant(), key.project(), id).isPresent();
        if (!begun) {
            requireLiving(key);
            if (key.replacement() != null) {
                throw new TenantProblemException(
                        new TenantProblem.KeyEnded(key.id().text()));
            }
        }
        Optional<IssuedKey> made = begun ? Optional.empty() : make(id, Owner.of(key), key.settings());
        if (key.replacement() == null) {
            var replacement = new ApiKey.Replacement(id, madeAt(id).plus(overlap));
            store.settings().replace(key, replacement);
            announce(key.id());
        }
        return made.orElseThrow(() -> new TenantProblemException(new TenantProblem.AlreadyIssued(id.text())));
    }

    /**
     * Revokes a key of a project: refused by every gateway within seconds, for ever. Revoking it again changes nothing
     * and announces it once more.
     *
     * @throws TenantProblemException not found, also when the key is another project's
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it may not be known everywhere yet: to be
     *     repeated
     */
    public ApiKey revoke(Project project, KeyId id) {
        return revoke(get(project.tenant(), project.id(), id));
    }

    /**
     * Revokes a key as found.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it may not be known everywhere yet: to be
     *     repeated
     */
    public ApiKey revoke(ApiKey key) {
        ApiKey revoked = key;
        if (key.revokedAt() == null) {
            Instant now = now();
            store.rows().revoke(key, now);
            revoked = key.revoked(now);
        }
        announce(key.id());
        return revoked;
    }

    /**
     * Revokes keys of a project, for ever; after a crash in between the same call goes on from there.
     *
     * @param project null for those of the tenant itself
     * @param which of them; those that are revoked already are left alone
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when one may still be good somewhere: to be repeated
     */
    public void revokeAll(TenantId tenant, @Nullable ProjectId project, Predicate<ApiKey> which) {
        KeyId last = null;
        for (boolean more = true; more; ) {
            Page<ApiKey> page = list(tenant, project, last, Page.MAX_LIMIT);
            for (ApiKey key : page.items()) {
                last = key.id();
                if (key.revokedAt() == null && which.test(key)) {
                    revoke(key);
                }
            }
            more = page.hasMore();
        }
    }

    KeyStore store() {
        return store;
    }

    KeyRehashes rehashes() {
        return rehashes;
    }

    /** Whose a key is. */
    private record Owner(
            TenantId tenant,
            @Nullable ProjectId project,
            @Nullable ServiceAccountId account,
            KeyRole role) {
        static Owner of(ApiKey key) {
            return new Owner(key.tenant(), key.project(), key.account(), key.role());
        }
    }

    private IssuedKey issue(
            Owner owner, KeySettings settings, @Nullable Duration expiresIn, @Nullable String idempotencyKey) {
        TenantId tenant = owner.tenant();
        ProjectId project = owner.project();
        ServiceAccountId account = owner.account();
        KeySettings checked = settings.withExpiry(null).checked();
        List<String> request = new ArrayList<>(List.of("api_key", KeyRows.text(project), String.valueOf(expiresIn)));
        if (account != null) {
            request.add(account.text());
        }
        request.addAll(List.of(checked.fingerprint()));
        KeyId id = claimed(tenant, idempotencyKey, request.toArray(String[]::new));
        KeySettings ending =
                checked.withExpiry(expiresIn == null ? null : madeAt(id).plus(expiresIn));
        // Settings are written before the key is; those of a key that lives already stay as they are by now.
        boolean there = idempotencyKey != null
                && store.rows().findDecided(tenant, project, id).isPresent();
        Optional<IssuedKey> made = there ? Optional.empty() : make(id, owner, ending);
        return made.orElseThrow(() -> new TenantProblemException(new TenantProblem.AlreadyIssued(id.text())));
    }

    private KeyId claimed(TenantId tenant, @Nullable String idempotencyKey, String... request) {
        return KeyId.parse(IdempotencyClaims.claim(
                keyspaces.of(tenant), tenant.text(), idempotencyKey, new KeyId(ulids.next()).text(), request));
    }

    /**
     * Empty when the id has a key already.
     *
     * @throws TenantProblemException when whose it is to be ended meanwhile: the key is then revoked again
     */
    private Optional<IssuedKey> make(KeyId id, Owner owner, KeySettings settings) {
        byte[] secret = new byte[KeyText.SECRET_BYTES];
        random.nextBytes(secret);
        Secret value = KeyText.print(id, secret);
        // Another process may have made a new pepper a moment ago: keys are issued rarely, so it is asked each time.
        peppers.refresh();
        int version = peppers.currentVersion();
        byte[] body = KeyText.body(value.reveal().getBytes(StandardCharsets.US_ASCII));
        byte[] hmac = Objects.requireNonNull(peppers.hmac(version, body), "the current pepper is in memory");
        ApiKey key = new ApiKey(
                id,
                owner.tenant(),
                owner.project(),
                owner.account(),
                owner.role(),
                settings,
                madeAt(id),
                null,
                null,
                null,
                null);
        store.settings().writeFirst(key, now());
        if (!store.rows().insert(new KeyRows.Made(key, version, hmac))) {
            return Optional.empty();
        }
        requireOwner(key);
        announce(id);
        return Optional.of(new IssuedKey(key, value));
    }

    private void requireOwner(ApiKey key) {
        ProjectId project = key.project();
        if (project == null) {
            return;
        }
        try {
            owners.require(key, project);
        } catch (TenantProblemException ended) {
            revoke(key);
            throw ended;
        }
    }

    /** What has ended stays so: a change must not wake it. */
    private void requireLiving(ApiKey key) {
        Instant expiresAt = key.expiresAt();
        if (key.revokedAt() != null || (expiresAt != null && !now().isBefore(expiresAt))) {
            throw new TenantProblemException(new TenantProblem.KeyEnded(key.id().text()));
        }
    }

    private void announce(KeyId id) {
        changes.publish(new Change(ChangeKind.API_KEY, id.text()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant madeAt(KeyId id) {
        return Instant.ofEpochMilli(id.ulid().epochMillis());
    }
}
