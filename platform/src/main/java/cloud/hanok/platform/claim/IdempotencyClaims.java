package cloud.hanok.platform.claim;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException.Reason;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request that carries an idempotency key made: the same key and request get the same id again, so each later
 * write of it is a repetition.
 */
public final class IdempotencyClaims {
    /** How long a key is remembered; a client has long given up repeating. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    /** In the place of a tenant, for requests that make what is no tenant's. */
    public static final String PLATFORM = "platform";

    static final int MAX_KEY_LENGTH = 255;

    private static final CqlStatement CLAIM = CqlStatement.decision(
            "INSERT INTO idempotency_claims (tenant, idempotency_key, entity, fingerprint) VALUES (?, ?, ?, ?)"
                    + " IF NOT EXISTS USING TTL " + REMEMBERED.toSeconds());
    private static final CqlStatement FIND = CqlStatement.serialRead(
            "SELECT entity, fingerprint FROM idempotency_claims WHERE tenant = ? AND idempotency_key = ?");

    private IdempotencyClaims() {}

    /**
     * Claims a key for an id that is about to be used.
     *
     * @param tenant whose key it is, or {@link #PLATFORM}
     * @param key the caller's; null when the request carries none, and is then like no other
     * @param entity the id this request will use when it is the first
     * @param request what the request says, beginning with what it makes; only a digest is stored, so nothing secret
     *     that can be guessed may be in it
     * @return the id to use: the given one, or that of the first request
     * @throws IdempotencyKeyRefusedException when the key is malformed or came with another request
     * @throws StoreUnavailableException when it could not be decided
     */
    public static String claim(Cql cql, String tenant, @Nullable String key, String entity, String... request) {
        if (key == null) {
            return entity;
        }
        requireWellFormed(key);
        String fingerprint = fingerprint(request);
        return switch (cql.decide(CLAIM, tenant, key, entity, fingerprint)) {
            case DecisionOutcome.Applied() -> entity;
            case DecisionOutcome.Refused(var current) -> same(current, fingerprint);
            case DecisionOutcome.Unknown(var cause) -> {
                Optional<Row> row = cql.row(FIND, tenant, key);
                yield same(
                        row.orElseThrow(
                                () -> new StoreUnavailableException("Cassandra did not answer a claim in time", cause)),
                        fingerprint);
            }
        };
    }

    /**
     * The key of one of several who share a tenant's keys: what each of them calls by the same name are several keys.
     *
     * @param scope whose it is
     * @param key as they sent it; null when they sent none
     * @throws IdempotencyKeyRefusedException when it is malformed
     */
    public static @Nullable String scoped(String scope, @Nullable String key) {
        if (key == null) {
            return null;
        }
        requireWellFormed(key);
        return fingerprint(scope, key);
    }

    /**
     * Checks a key that a caller sent: 1 to 255 visible ASCII characters.
     *
     * @throws IdempotencyKeyRefusedException when it is malformed
     */
    public static void requireWellFormed(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IdempotencyKeyRefusedException(Reason.MALFORMED);
        }
    }

    private static String same(Row row, String fingerprint) {
        if (!fingerprint.equals(row.getString("fingerprint"))) {
            throw new IdempotencyKeyRefusedException(Reason.REUSED);
        }
        return Objects.requireNonNull(row.getString("entity"));
    }

    private static String fingerprint(String... request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : request) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
