package cloud.hanok.content.batch;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.BatchId;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Batches, in the tenant's own home. What was decided of one stays, whoever else works on it at the same time: that its lines are
 * answered, that nobody wants it any more, what came of each segment.
 *
 * <p>Every method blocks, and throws {@link StoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done all the same.
 */
public final class Batches {
    /** How many lists of open ones there are. */
    public static final int LISTS = 16;

    /** How often in a row a decision may be unknown. */
    private static final int LOOKS = 4;

    private static final Set<BatchState> RUNNING = EnumSet.of(BatchState.VALIDATING, BatchState.IN_PROGRESS);

    private final Keyspaces keyspaces;
    private final BatchRows rows;
    private final Ulids ids;
    private final Clock clock;

    /** @param retention how long a batch is found, from the last that became of it */
    public Batches(Keyspaces keyspaces, Envelopes envelopes, Duration retention, Ulids ids, Clock clock) {
        this.keyspaces = keyspaces;
        this.rows = new BatchRows(keyspaces, envelopes, retention);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The id of a batch that is about to be made.
     *
     * @param idempotencyKey when given, the same request of the same caller with the same key gets the same id for a day
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException when it is malformed, or came with another request
     */
    public BatchId claim(TenantId tenant, NewBatch asked, @Nullable String idempotencyKey) {
        return BatchId.parse(IdempotencyClaims.claim(
                keyspaces.of(tenant),
                tenant.text(),
                IdempotencyClaims.scoped(asked.caller().text(), idempotencyKey),
                new BatchId(ids.next()).text(),
                "batch",
                asked.project().text(),
                asked.endpoint(),
                asked.input().text(),
                new TreeMap<>(asked.metadata()).toString(),
                asked.outputLife().toString()));
    }

    /** Makes a batch. Once this returned it is answered, whatever becomes of this process. */
    public Batch create(TenantId tenant, BatchId id, NewBatch asked) {
        Instant now = now();
        var course = new Batch.Course(
                BatchState.VALIDATING,
                0,
                null,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var batch = new Batch(id, asked, now, now.plus(asked.window()), course);
        rows.open(tenant, batch.id());
        rows.add(tenant, batch);
        rows.addToList(tenant, asked.project(), batch.id());
        return batch;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /** One of a tenant; empty also when it was erased with its tenant's key. */
    public Optional<Batch> find(TenantId tenant, BatchId id) {
        return rows.find(tenant, id);
    }

    /**
     * Some of a project, the newest first.
     *
     * @param after the last of the page before; it need not be there any more
     */
    public BatchPage list(TenantId tenant, ProjectId project, @Nullable BatchId after, int limit) {
        List<Batch> found = new ArrayList<>();
        for (BatchId id : rows.list(tenant, project, after)) {
            rows.find(tenant, id).ifPresent(found::add);
            if (found.size() > limit) {
                return new BatchPage(found.subList(0, limit), true);
            }
        }
        return new BatchPage(found, false);
    }

    /** Its segments, in order; none before its lines were looked at. */
    public List<Segment> segments(TenantId tenant, BatchId id) {
        return rows.segments(tenant, id);
    }

    /** Says where its segments lie. Again: the same. */
    public void plan(TenantId tenant, BatchId id, List<Segment> segments) {
        rows.plan(tenant, id, segments);
    }

    /** From now on its lines are answered, where they were being looked at. */
    public Batch begin(TenantId tenant, BatchId id, int total, Batch.Outlets uploads) {
        return decided(
                tenant, id, EnumSet.of(BatchState.VALIDATING), from -> rows.begin(tenant, id, total, uploads, now()));
    }

    /** It is refused, where its lines were being looked at. */
    public Batch refuse(TenantId tenant, BatchId id, List<BatchProblem> problems) {
        return decided(tenant, id, EnumSet.of(BatchState.VALIDATING), from -> rows.refuse(tenant, id, problems, now()));
    }

    /** Nobody wants it any more, where lines may still be answered. */
    public Batch cancel(TenantId tenant, BatchId id) {
        return decided(tenant, id, RUNNING, from -> rows.cancel(tenant, id, from, now()));
    }

    /** Its time is over, where its lines are being answered. */
    public Batch expire(TenantId tenant, BatchId id) {
        return decided(tenant, id, EnumSet.of(BatchState.IN_PROGRESS), from -> rows.expire(tenant, id, now()));
    }

    /** Its other lines cannot be answered. */
    public Batch fail(TenantId tenant, BatchId id, List<BatchProblem> problems) {
        return decided(tenant, id, EnumSet.of(BatchState.IN_PROGRESS), from -> rows.fail(tenant, id, problems, now()));
    }

    /** All its lines are answered. */
    public Batch finish(TenantId tenant, BatchId id) {
        return decided(tenant, id, EnumSet.of(BatchState.IN_PROGRESS), from -> rows.finish(tenant, id, now()));
    }

    /** Its files are made: it has ended. Again: the same. It stays among those that are open until it is forgotten. */
    public Batch end(TenantId tenant, BatchId id, Optional<FileId> output, Optional<FileId> error) {
        Set<BatchState> ending =
                EnumSet.of(BatchState.FINALIZING, BatchState.EXPIRING, BatchState.FAILING, BatchState.CANCELLING);
        return decided(tenant, id, ending, from -> {
            BatchCounts counts = BatchCounts.of(rows.segments(tenant, id));
            rows.end(tenant, id, from, output, error, counts, now());
        });
    }

    /** How far one is. */
    public BatchCounts counts(TenantId tenant, Batch batch) {
        return batch.course().counts().orElseGet(() -> BatchCounts.of(rows.segments(tenant, batch.id())));
    }

    /**
     * Decides, where it stands at one of these; what was decided before stays.
     *
     * @return the batch as it stands then
     */
    private Batch decided(TenantId tenant, BatchId id, Set<BatchState> from, Consumer<BatchState> decision) {
        for (int look = 0; look < LOOKS; look++) {
            Batch batch = rows.settled(tenant, id).orElseThrow(() -> new BatchGoneException(id));
            if (!from.contains(batch.state())) {
                return batch;
            }
            decision.accept(batch.state());
        }
        throw undecided();
    }

    /**
     * Says what came of a segment.
     *
     * @return what came of it: the first that was said
     */
    public Segment.Outcome settle(TenantId tenant, BatchId id, int segment, Segment.Outcome outcome) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<Segment.Outcome> settled = rows.outcome(tenant, id, segment);
            if (settled.isPresent()) {
                return settled.get();
            }
            rows.settle(tenant, id, segment, outcome);
        }
        throw undecided();
    }

    private static StoreUnavailableException undecided() {
        String why = "Cassandra did not answer in time what a batch came to";
        return new StoreUnavailableException(why, new IllegalStateException(why));
    }

    /** Tries to be the one that works on it, where nobody is believed to. */
    public boolean take(TenantId tenant, BatchId id, String holder, Instant until) {
        return rows.take(tenant, id, holder, clock.instant(), until);
    }

    /** Says that its holder lives, until then; false when it is not the holder any more. */
    public boolean hold(TenantId tenant, BatchId id, String holder, Instant until) {
        return rows.hold(tenant, id, holder, until);
    }

    /** One that has not ended, whoever's it is. */
    public record Open(TenantId tenant, BatchId id) {}

    /**
     * Those of a list, the oldest first. One that was made only in part is among them too, and is not found.
     *
     * @param list from 0 to {@link #LISTS} - 1
     */
    public List<Open> open(int list, int most) {
        return rows.open(list, most);
    }

    /** Takes one that has ended, or is not there, from its list. */
    public void forget(Open open) {
        rows.forget(open);
    }
}
