package cloud.hanok.tenant.signup;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.SignupCodeId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.request.Page;
import cloud.hanok.tenant.request.SecretToken;
import cloud.hanok.tenant.signup.SignupProblem.CodeUnusable;
import cloud.hanok.tenant.signup.SignupProblem.CodeUnusable.Reason;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Codes by which companies may sign up: issued by the operator, good for one company and for a time, withdrawn until then. Of a
 * code's secret, 256 random bits, there is a hash. Blocks.
 *
 * <p>Every method throws {@link StoreUnavailableException} when Cassandra does not answer.
 */
public final class SignupCodes {
    /** The partition is read as a whole before another is issued. */
    static final int MAX_CODES = 10_000;

    /** Rows live half a year, so that what became of a code can be seen for 90 days after its end. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(90);

    private static final String ALL = "all";
    private static final String PREFIX = "hks_";

    private static final String COLUMNS =
            "code, secret_hash, created_by, note, created_at, expires_at, state, state_by, state_at";
    private static final CqlStatement INSERT = CqlStatement.decision("INSERT INTO signup_codes"
            + " (list, code, secret_hash, created_by, note, created_at, expires_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " IF NOT EXISTS");
    private static final CqlStatement DECIDE = CqlStatement.decision(
            "UPDATE signup_codes SET state = ?, state_by = ?, state_at = ? WHERE list = ? AND code = ? IF state = ?");
    private static final CqlStatement GIVE_BACK =
            CqlStatement.decision("UPDATE signup_codes SET state = ?, state_by = null,"
                    + " state_at = null WHERE list = ? AND code = ? IF state = ? AND state_by = ?");
    private static final CqlStatement FIND =
            CqlStatement.serialRead("SELECT " + COLUMNS + " FROM signup_codes WHERE list = ? AND code = ?");
    private static final CqlStatement LIST =
            CqlStatement.read("SELECT " + COLUMNS + " FROM signup_codes WHERE list = ? AND code > ? LIMIT ?");

    private final Keyspaces keyspaces;
    private final Ulids ulids;
    private final SecureRandom random;
    private final Clock clock;

    public SignupCodes(Keyspaces keyspaces, Ulids ulids, SecureRandom random, Clock clock) {
        this.keyspaces = keyspaces;
        this.ulids = ulids;
        this.random = random;
        this.clock = clock;
    }

    /** A code at the only moment its secret exists here. */
    public record Issued(SignupCode code, Secret value) {}

    private record Stored(SignupCode code, byte[] secretHash) {}

    /**
     * Issues a code.
     *
     * @param life at most {@link #LONGEST_LIFE}
     * @throws SignupProblemException when there are too many
     */
    public Issued issue(String createdBy, String note, Duration life) {
        if (keyspaces.platform().rows(LIST, ALL, "", MAX_CODES).size() >= MAX_CODES) {
            throw new SignupProblemException(new SignupProblem.TooManyCodes(MAX_CODES));
        }
        byte[] secret = new byte[SecretToken.SECRET_BYTES];
        random.nextBytes(secret);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SignupCode code = new SignupCode(
                new SignupCodeId(ulids.next()), createdBy, note, now, now.plus(life), SignupCode.State.PENDING, null);
        DecisionOutcome outcome = keyspaces
                .platform()
                .decide(
                        INSERT,
                        ALL,
                        code.id().text(),
                        ByteBuffer.wrap(SecretToken.hash(secret)),
                        createdBy,
                        note,
                        now,
                        code.expiresAt(),
                        code.state().name());
        if (outcome instanceof DecisionOutcome.Unknown(var cause)
                && find(code.id()).isEmpty()) {
            throw new StoreUnavailableException("Cassandra did not acknowledge a sign-up code in time", cause);
        }
        return new Issued(code, SecretToken.print(PREFIX, code.id().ulid(), secret));
    }

    /** The code of this id. */
    public Optional<SignupCode> find(SignupCodeId id) {
        return stored(id).map(Stored::code);
    }

    /**
     * Codes in the order they were issued.
     *
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link Page#MAX_LIMIT}
     */
    public Page<SignupCode> list(@Nullable SignupCodeId after, int limit) {
        List<SignupCode> codes =
                keyspaces.platform().rows(LIST, ALL, after == null ? "" : after.text(), Page.toRead(limit)).stream()
                        .map(row -> stored(row).code())
                        .toList();
        return Page.of(codes, limit);
    }

    /**
     * Withdraws a code; again, it changes nothing.
     *
     * @throws SignupProblemException when it was used
     */
    public SignupCode revoke(SignupCodeId id, String by) {
        SignupCode code = decide(id, SignupCode.State.REVOKED, by);
        if (code.state() == SignupCode.State.USED) {
            throw unusable(Reason.USED);
        }
        return code;
    }

    /**
     * The code that somebody presents, good for nothing yet.
     *
     * @throws SignupProblemException when nothing has it: one answer for what is none, is unknown, and has another secret
     */
    public SignupCodeId presented(String text) {
        SecretToken read = SecretToken.parse(PREFIX, text);
        if (read != null) {
            SignupCodeId id = new SignupCodeId(read.id());
            if (stored(id)
                    .filter(found -> MessageDigest.isEqual(found.secretHash(), read.hash()))
                    .isPresent()) {
                return id;
            }
        }
        throw unusable(Reason.UNKNOWN);
    }

    /**
     * Uses a code for one company; again for the same one, it changes nothing.
     *
     * @throws SignupProblemException when it cannot be used
     */
    void use(SignupCodeId id, TenantId tenant) {
        SignupCode standing = find(id).orElseThrow(() -> unusable(Reason.UNKNOWN));
        boolean ours = tenant.text().equals(standing.stateBy());
        if (standing.status(clock.instant()).equals("expired")) {
            throw unusable(Reason.EXPIRED);
        }
        SignupCode code = ours ? standing : decide(id, SignupCode.State.USED, tenant.text());
        if (code.state() == SignupCode.State.REVOKED) {
            throw unusable(Reason.REVOKED);
        }
        if (!tenant.text().equals(code.stateBy())) {
            throw unusable(Reason.USED);
        }
    }

    /** Gives a code back that a company used which never came to be. */
    void giveBack(SignupCodeId id, TenantId tenant) {
        DecisionOutcome outcome = keyspaces
                .platform()
                .decide(
                        GIVE_BACK,
                        SignupCode.State.PENDING.name(),
                        ALL,
                        id.text(),
                        SignupCode.State.USED.name(),
                        tenant.text());
        if (outcome instanceof DecisionOutcome.Unknown(var cause)) {
            throw new StoreUnavailableException("Cassandra did not decide a sign-up code in time", cause);
        }
    }

    private SignupCode decide(SignupCodeId id, SignupCode.State state, String by) {
        DecisionOutcome outcome = keyspaces
                .platform()
                .decide(
                        DECIDE,
                        state.name(),
                        by,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        ALL,
                        id.text(),
                        SignupCode.State.PENDING.name());
        SignupCode standing = find(id).orElseThrow(() -> unusable(Reason.UNKNOWN));
        if (outcome instanceof DecisionOutcome.Unknown(var cause) && standing.state() == SignupCode.State.PENDING) {
            throw new StoreUnavailableException("Cassandra did not decide a sign-up code in time", cause);
        }
        return standing;
    }

    private Optional<Stored> stored(SignupCodeId id) {
        return keyspaces
                .platform()
                .row(FIND, ALL, id.text())
                .filter(row -> !row.isNull("secret_hash"))
                .map(SignupCodes::stored);
    }

    private static Stored stored(Row row) {
        byte[] secretHash = Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("secret_hash")));
        SignupCode code = new SignupCode(
                SignupCodeId.parse(Objects.requireNonNull(row.getString("code"))),
                Objects.requireNonNull(row.getString("created_by")),
                Objects.requireNonNullElse(row.getString("note"), ""),
                Objects.requireNonNull(row.getInstant("created_at")),
                Objects.requireNonNull(row.getInstant("expires_at")),
                SignupCode.State.valueOf(Objects.requireNonNull(row.getString("state"))),
                row.getString("state_by"));
        return new Stored(code, secretHash);
    }

    private static SignupProblemException unusable(Reason reason) {
        return new SignupProblemException(new CodeUnusable(reason));
    }
}
