package cloud.hanok.platform.answer;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.SealedParts;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In Cassandra, in the tenant's own home: claims by lightweight transactions, answers sealed with the tenant's key for
 * content. Neither a key nor a prompt can be told, or guessed, from what is stored; when the tenant's key is destroyed, the
 * answers are gone.
 */
public final class SealedAnswers implements Answers {
    /** A chunk outlives its claim by more than any write takes. */
    private static final Duration CHUNKS_LIVE_LONGER = Duration.ofMinutes(10);

    /** How far the clocks of two gateways may differ: nobody takes a claim over earlier. */
    private static final Duration SKEW = Duration.ofSeconds(2);

    /** A claim that is released or taken over while it is looked at is looked at again; this often in a row is a crowd. */
    private static final int LOOKS = 4;

    private static final String RUNNING = "running";
    private static final String KEPT = "kept";
    private static final String NOT_KEPT = "not_kept";

    private static final CqlStatement CLAIM =
            CqlStatement.decision("INSERT INTO answer_claims (tenant, claim, request, fingerprint, state, lease_until)"
                    + " VALUES (?, ?, ?, ?, '" + RUNNING + "', ?) IF NOT EXISTS USING TTL ?");
    private static final String HOLD = "UPDATE answer_claims USING TTL ? SET request = ?, fingerprint = ?, state = '"
            + RUNNING + "', lease_until = ? WHERE tenant = ? AND claim = ? IF request = ? AND state = '" + RUNNING
            + "'";
    private static final CqlStatement RENEW = CqlStatement.decision(HOLD);
    private static final CqlStatement TAKE_OVER = CqlStatement.decision(HOLD + " AND lease_until = ?");
    private static final CqlStatement CONCLUDE = CqlStatement.decision(
            "UPDATE answer_claims USING TTL ? SET request = ?, fingerprint = ?, state = ?, lease_until = ?, chunks = ?,"
                    + " streamed = ?, served_by = ?, country = ? WHERE tenant = ? AND claim = ?"
                    + " IF request = ? AND state = '" + RUNNING + "'");
    private static final CqlStatement RELEASE = CqlStatement.decision(
            "DELETE FROM answer_claims WHERE tenant = ? AND claim = ? IF request = ? AND state = '" + RUNNING + "'");
    private static final String SELECT =
            "SELECT request, fingerprint, state, lease_until, chunks, streamed, served_by, country FROM answer_claims"
                    + " WHERE tenant = ? AND claim = ?";
    private static final CqlStatement FIND = CqlStatement.serialRead(SELECT);
    private static final CqlStatement LOOK = CqlStatement.read(SELECT);
    private static final CqlStatement ADD_CHUNK = CqlStatement.write(
            "INSERT INTO kept_answers (tenant, claim, request, chunk, sealed) VALUES (?, ?, ?, ?, ?) USING TTL ?");
    private static final CqlStatement CHUNKS =
            CqlStatement.read("SELECT chunk, sealed FROM kept_answers WHERE tenant = ? AND claim = ? AND request = ?");

    private static final Logger LOG = LoggerFactory.getLogger(SealedAnswers.class);

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;
    private final SealedParts parts;
    private final AnswerSettings settings;
    private final Clock clock;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    public SealedAnswers(Keyspaces keyspaces, Envelopes envelopes, AnswerSettings settings, Clock clock) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
        this.parts = new SealedParts(envelopes, DataClass.CONTENT, "kept_answers.sealed");
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public AnswerSettings settings() {
        return settings;
    }

    @Override
    public Claimed claim(KeyedRequest request, RequestId by) {
        TenantId tenant = request.tenant();
        var claim = new Claim(
                tenant,
                hash(tenant, "answer_claims.claim", request.owner() + " " + request.key()),
                hash(tenant, "answer_claims.fingerprint", digest(request)),
                by);
        Cql cql = keyspaces.of(tenant);
        for (int look = 0; look < LOOKS; look++) {
            DecisionOutcome outcome = cql.decide(
                    CLAIM,
                    tenant.text(),
                    claim.name(),
                    by.text(),
                    claim.fingerprint(),
                    leaseUntil(),
                    seconds(settings.remembered()));
            Standing standing = inserted(cql, claim, outcome);
            if (standing.made()) {
                return new Claimed.Mine(claim);
            }
            Optional<Claimed> found = standing.row() == null ? Optional.empty() : found(cql, claim, standing.row());
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw unavailable("a claim changed hands again and again");
    }

    @Override
    public boolean renew(Claim claim) {
        Cql cql = keyspaces.of(claim.tenant());
        DecisionOutcome outcome = cql.decide(
                RENEW,
                seconds(settings.remembered()),
                claim.by().text(),
                claim.fingerprint(),
                leaseUntil(),
                claim.tenant().text(),
                claim.name(),
                claim.by().text());
        Standing standing = standing(cql, claim, outcome);
        return standing.made() || standing.isOf(claim);
    }

    @Override
    public boolean keep(Claim claim, KeptAnswer answer) {
        byte[] body = answer.body();
        int chunks = SealedParts.count(body.length);
        Cql cql = keyspaces.of(claim.tenant());
        List<Runnable> writes = new ArrayList<>(chunks);
        for (int i = 0; i < chunks; i++) {
            int chunk = i;
            writes.add(() -> write(cql, claim, chunk, body));
        }
        calls.runAll(writes);
        return concluded(cql, claim, KEPT, chunks, answer);
    }

    @Override
    public boolean keepNothing(Claim claim) {
        return concluded(keyspaces.of(claim.tenant()), claim, NOT_KEPT, 0, null);
    }

    @Override
    public void release(Claim claim) {
        DecisionOutcome outcome = keyspaces
                .of(claim.tenant())
                .decide(RELEASE, claim.tenant().text(), claim.name(), claim.by().text());
        if (outcome instanceof DecisionOutcome.Unknown(var cause)) {
            LOG.warn("whether the claim of {} was released is not known; its lease ends it", claim.by(), cause);
        }
    }

    @Override
    public boolean conclude(TenantId tenant, String name, RequestId by) {
        Cql cql = keyspaces.of(tenant);
        var claim = new Claim(tenant, name, "", by);
        Standing standing = standing(cql, claim, cql.decide(RELEASE, tenant.text(), name, by.text()));
        if (standing.isOf(claim) && standing.isRunning()) {
            throw unavailable("Cassandra did not answer in time whether a claim was released");
        }
        return standing.isOf(claim);
    }

    /** What the row says to one that is not the holder; empty when it has to look again. */
    private Optional<Claimed> found(Cql cql, Claim claim, Row row) {
        String holder = row.getString("request");
        if (holder == null) {
            return Optional.empty();
        }
        RequestId first = RequestId.parse(holder);
        if (!claim.fingerprint().equals(row.getString("fingerprint"))) {
            return Optional.of(new Claimed.Reused());
        }
        if (!RUNNING.equals(row.getString("state"))) {
            return Optional.of(answered(cql, claim, first, row));
        }
        if (first.equals(claim.by())) {
            return Optional.of(new Claimed.Mine(claim));
        }
        long until = row.getLong("lease_until");
        if (clock.millis() <= until + SKEW.toMillis()) {
            return Optional.of(new Claimed.Running(first));
        }
        return takenOver(cql, claim, first, until);
    }

    private Optional<Claimed> takenOver(Cql cql, Claim claim, RequestId from, long until) {
        DecisionOutcome outcome = cql.decide(
                TAKE_OVER,
                seconds(settings.remembered()),
                claim.by().text(),
                claim.fingerprint(),
                leaseUntil(),
                claim.tenant().text(),
                claim.name(),
                from.text(),
                until);
        Standing standing = standing(cql, claim, outcome);
        return standing.made() || standing.isOf(claim) ? Optional.of(new Claimed.Mine(claim)) : Optional.empty();
    }

    private Claimed answered(Cql cql, Claim claim, RequestId by, Row row) {
        if (!KEPT.equals(row.getString("state"))) {
            return new Claimed.NotKept(by);
        }
        List<Row> chunks = cql.rows(CHUNKS, claim.tenant().text(), claim.name(), by.text());
        if (chunks.size() != row.getInt("chunks")) {
            throw unavailable("an answer that was kept is not there as a whole");
        }
        List<byte[]> sealed = chunks.stream()
                .map(chunk -> Blobs.bytes(Objects.requireNonNull(chunk.getByteBuffer("sealed"))))
                .toList();
        Optional<byte[]> body = parts.open(claim.tenant(), key(claim, by), sealed);
        if (body.isEmpty()) {
            return new Claimed.NotKept(by);
        }
        return new Claimed.Answered(
                by,
                new KeptAnswer(
                        row.getBoolean("streamed"),
                        Objects.requireNonNullElse(row.getString("served_by"), ""),
                        Objects.requireNonNullElse(row.getString("country"), ""),
                        body.get()));
    }

    private void write(Cql cql, Claim claim, int chunk, byte[] body) {
        byte[] sealed = parts.seal(claim.tenant(), key(claim, claim.by()), body, chunk);
        cql.write(
                ADD_CHUNK,
                claim.tenant().text(),
                claim.name(),
                claim.by().text(),
                chunk,
                ByteBuffer.wrap(sealed),
                seconds(settings.remembered().plus(CHUNKS_LIVE_LONGER)));
    }

    private boolean concluded(Cql cql, Claim claim, String state, int chunks, @Nullable KeptAnswer answer) {
        for (int look = 0; look < LOOKS; look++) {
            DecisionOutcome outcome = cql.decide(
                    CONCLUDE,
                    seconds(settings.remembered()),
                    claim.by().text(),
                    claim.fingerprint(),
                    state,
                    0L,
                    chunks,
                    answer != null && answer.streamed(),
                    answer == null ? "" : answer.servedBy(),
                    answer == null ? "" : answer.country(),
                    claim.tenant().text(),
                    claim.name(),
                    claim.by().text());
            Standing standing = standing(cql, claim, outcome);
            if (standing.made() || !standing.isOf(claim)) {
                return standing.made();
            }
            if (!standing.isRunning()) {
                return true;
            }
        }
        throw unavailable("Cassandra did not answer in time whether an answer is kept");
    }

    /**
     * What a decision led to.
     *
     * @param made whether it surely was made
     * @param row what stands where it was not, or may not have been; null: no row
     */
    private record Standing(boolean made, @Nullable Row row) {
        boolean isOf(Claim claim) {
            return row != null && claim.by().text().equals(row.getString("request"));
        }

        boolean isRunning() {
            return row != null && RUNNING.equals(row.getString("state"));
        }
    }

    private static Standing standing(Cql cql, Claim claim, DecisionOutcome outcome) {
        return outcome instanceof DecisionOutcome.Applied
                ? new Standing(true, null)
                : new Standing(
                        false,
                        cql.row(FIND, claim.tenant().text(), claim.name()).orElse(null));
    }

    /**
     * The same of an insertion. A refusal carries the whole row. Of an unknown one a plain read is enough, for where it finds
     * nothing the insertion is repeated; it does not join the crowd that kept the insertion from being decided.
     */
    private static Standing inserted(Cql cql, Claim claim, DecisionOutcome outcome) {
        return switch (outcome) {
            case DecisionOutcome.Applied _ -> new Standing(true, null);
            case DecisionOutcome.Refused(var whole) -> new Standing(false, whole);
            case DecisionOutcome.Unknown _ ->
                new Standing(
                        false,
                        cql.row(LOOK, claim.tenant().text(), claim.name()).orElse(null));
        };
    }

    private static StoreUnavailableException unavailable(String why) {
        return new StoreUnavailableException(why, new IllegalStateException(why));
    }

    private long leaseUntil() {
        return clock.millis() + settings.lease().toMillis();
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }

    private static String key(Claim claim, RequestId by) {
        return claim.name() + "/" + by.text();
    }

    private String hash(TenantId tenant, String field, String value) {
        return HexFormat.of().formatHex(envelopes.lookupHash(tenant, DataClass.CONTENT, field, value));
    }

    private static String digest(KeyedRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(request.route().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(request.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
