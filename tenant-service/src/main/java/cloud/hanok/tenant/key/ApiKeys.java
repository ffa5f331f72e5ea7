package cloud.hanok.tenant.key;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.request.DisplayName;
import cloud.hanok.tenant.request.Page;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * API keys: issued, listed, revoked. Only an HMAC of a key is stored. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not
 * answer.
 */
public final class ApiKeys {
    private final KeyRows rows;
    private final Keyspaces keyspaces;
    private final ChangeLog changes;
    private final Peppers peppers;
    private final Ulids ulids;
    private final SecureRandom random;
    private final Clock clock;

    public ApiKeys(
            Keyspaces keyspaces, ChangeLog changes, Peppers peppers, Ulids ulids, SecureRandom random, Clock clock) {
        this.rows = new KeyRows(keyspaces);
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
     * @param idempotencyKey when given, the same request with the same key makes no second key for a day; as the value
     *     cannot be shown again, the repetition is refused with the id of the first
     * @throws TenantProblemException invalid value, already issued
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     */
    public IssuedKey issue(Project project, String name, @Nullable String idempotencyKey) {
        return issue(project.tenant(), project.id(), KeyRole.PROJECT, name, idempotencyKey);
    }

    /**
     * Issues a key of the tenant itself, for its administration.
     *
     * @param tenant as found
     * @throws TenantProblemException invalid value, already issued
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     */
    public IssuedKey issueAdmin(Tenant tenant, String name, @Nullable String idempotencyKey) {
        return issue(tenant.id(), null, KeyRole.ADMIN, name, idempotencyKey);
    }

    /** The key of this id, whosever it is and revoked or not. */
    public Optional<ApiKey> find(KeyId id) {
        return rows.find(id).map(StoredKey::key);
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
        List<StoredKey> keys = rows.list(tenant, project, from, Page.toRead(limit));
        return Page.of(keys.stream().map(StoredKey::key).toList(), limit);
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
        ApiKey key = find(id).filter(found ->
                        project.tenant().equals(found.tenant()) && project.id().equals(found.project()))
                .orElseThrow(() -> new TenantProblemException(
                        new TenantProblem.NotFound(TenantProblem.NotFound.Kind.API_KEY, id.text())));
        return revoke(key);
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
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            rows.revoke(key, now);
            revoked = new ApiKey(key.id(), key.tenant(), key.project(), key.role(), key.name(), key.createdAt(), now);
        }
        changes.publish(new Change(ChangeKind.API_KEY, key.id().text()));
        return revoked;
    }

    /** A key with what it takes to check it; its pepper is in memory when this returns. */
    Optional<StoredKey> load(KeyId id) {
        Optional<StoredKey> stored = rows.find(id);
        stored.ifPresent(key -> peppers.require(key.pepperVersion()));
        return stored;
    }

    private IssuedKey issue(
            TenantId tenant, @Nullable ProjectId project, KeyRole role, String name, @Nullable String idempotencyKey) {
        String checkedName = DisplayName.of("name", name);
        KeyId id = KeyId.parse(IdempotencyClaims.claim(
                keyspaces.of(tenant),
                tenant.text(),
                idempotencyKey,
                new KeyId(ulids.next()).text(),
                "api_key",
                project == null ? "" : project.text(),
                checkedName));
        byte[] secret = new byte[KeyText.SECRET_BYTES];
        random.nextBytes(secret);
        Secret value = KeyText.print(id, secret);
        int version = peppers.currentVersion();
        byte[] body = KeyText.body(value.reveal().getBytes(StandardCharsets.US_ASCII));
        byte[] hmac = Objects.requireNonNull(peppers.hmac(version, body), "the current pepper is in memory");
        Instant createdAt = Instant.ofEpochMilli(id.ulid().epochMillis());
        ApiKey key = new ApiKey(id, tenant, project, role, checkedName, createdAt, null);
        if (!rows.insert(new StoredKey(key, version, hmac))) {
            throw new TenantProblemException(new TenantProblem.AlreadyIssued(id.text()));
        }
        changes.publish(new Change(ChangeKind.API_KEY, id.text()));
        return new IssuedKey(key, value);
    }
}
