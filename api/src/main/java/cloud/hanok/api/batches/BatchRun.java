package cloud.hanok.api.batches;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.Language;
import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.BatchProblem;
import cloud.hanok.content.batch.BatchState;
import cloud.hanok.content.batch.BatchUsage;
import cloud.hanok.content.batch.Batches;
import cloud.hanok.content.batch.Segment;
import cloud.hanok.content.file.FileProblemException;
import cloud.hanok.platform.id.BatchId;
import cloud.hanok.platform.id.PartId;
import cloud.hanok.platform.id.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch on its way through this gateway. What it does next follows from what is stored alone, so that whoever takes it up goes on where
 * another one died: a segment without an outcome is asked again, line by line with the same keys, and of two outcomes the first holds.
 */
final class BatchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    private final BatchRunner runner;
    private final Batches store;
    private final TenantId tenant;
    private final BatchId id;
    private final Wanted wanted = new Wanted();
    private final BatchFiles files;
    private final Semaphore deciding = new Semaphore(1);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("batch-line-", 0).factory());

    BatchRun(BatchRunner runner, TenantId tenant, BatchId id) {
        this.runner = runner;
        this.store = runner.store();
        this.tenant = tenant;
        this.id = id;
        this.files = new BatchFiles(runner, tenant, wanted);
    }

    TenantId tenant() {
        return tenant;
    }

    /** Works on it until it has ended. */
    void run() throws InterruptedException {
        while (true) {
            Batch batch = store.find(tenant, id).orElse(null);
            if (batch == null) {
                store.forget(new Batches.Open(tenant, id));
                return;
            }
            batch = orExpired(batch);
            switch (batch.state()) {
                case VALIDATING -> validate(batch);
                case IN_PROGRESS -> answer(batch);
                case FINALIZING, FAILING -> makeFiles(batch);
                case EXPIRING -> refuseTheRest(batch, ErrorCode.BATCH_EXPIRED);
                case CANCELLING -> refuseTheRest(batch, ErrorCode.BATCH_CANCELLED);
                case COMPLETED, FAILED, EXPIRED, CANCELLED -> {
                    runner.ended(tenant, batch);
                    return;
                }
            }
        }
    }

    /** Only what is known line by line can expire: each is told so. */
    private Batch orExpired(Batch batch) {
        return batch.state() == BatchState.IN_PROGRESS && !runner.now().isBefore(batch.expiresAt())
                ? store.expire(tenant, id)
                : batch;
    }

    private void validate(Batch batch) {
        BatchPlan plan;
        try {
            var reader = new BatchPlan.Reader(batch.asked().endpoint(), language(batch));
            plan = files.read(batch, 0, reader::read);
        } catch (InputGoneException gone) {
            LOG.info("{} cannot be answered: {}", id, gone.getMessage());
            store.refuse(tenant, id, List.of(gone(batch)));
            return;
        }
        if (!plan.problems().isEmpty()) {
            store.refuse(tenant, id, plan.problems());
            return;
        }
        store.plan(tenant, id, plan.segments());
        store.begin(tenant, id, plan.total(), files.begin(batch));
    }

    private static Language language(Batch batch) {
        return Language.preferred(batch.asked().language());
    }

    private static BatchProblem gone(Batch batch) {
        ApiError error =
                ApiError.of(ErrorCode.BATCH_INPUT_GONE, batch.asked().input().text());
        return new BatchProblem(error.code().code(), error.message(language(batch)), "input_file_id", null);
    }

    private void answer(Batch batch) throws InterruptedException {
        var lines = new LineRun(runner, tenant, batch, wanted);
        var places = new Semaphore(runner.settings().lines());
        // Of the last lines of a segment some take long: the next ones are asked meanwhile.
        var together = new Semaphore(2 + runner.settings().lines() / BatchPlan.LINES_OF_SEGMENT);
        List<Future<?>> outcomes = new ArrayList<>();
        for (Segment segment : unsettled()) {
            together.acquire();
            if (wanted.stopped() != null) {
                break;
            }
            outcomes.add(threads.submit(() -> {
                try {
                    settle(segment, new SegmentRun(files, batch, segment).answer(lines::ask, threads, places));
                } finally {
                    together.release();
                }
                return null;
            }));
        }
        if (areAllSettled(batch, outcomes) && wanted.stopped() == null) {
            store.finish(tenant, id);
        }
    }

    private List<Segment> unsettled() {
        return store.segments(tenant, id).stream()
                .filter(segment -> segment.outcome().isEmpty())
                .toList();
    }

    /** One after the other: all are decisions about one partition. */
    private void settle(Segment segment, Segment.Outcome outcome) throws InterruptedException {
        deciding.acquire();
        try {
            files.insist(() -> store.settle(tenant, id, segment.number(), outcome));
        } finally {
            deciding.release();
        }
    }

    private boolean areAllSettled(Batch batch, List<Future<?>> outcomes) throws InterruptedException {
        // Of many segments with the same reason, one says it.
        Set<Class<?>> reasons = new HashSet<>();
        for (Future<?> outcome : outcomes) {
            try {
                outcome.get();
            } catch (ExecutionException failed) {
                Throwable reason = root(failed);
                if (reasons.add(reason.getClass())) {
                    leftUnsettled(batch, reason);
                }
            }
        }
        return reasons.isEmpty();
    }

    private void leftUnsettled(Batch batch, Throwable reason) {
        switch (reason) {
            case InputGoneException gone -> {
                LOG.info("{} cannot be answered to its end: {}", id, gone.getMessage());
                store.fail(tenant, id, List.of(gone(batch)));
            }
            case FileProblemException noRoom -> LOG.warn("answers of {} found no room: {}", id, noRoom);
            case RuntimeException unexpected -> throw unexpected;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private static Throwable root(Throwable failed) {
        Throwable cause = failed;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Says of every line that has no answer why it gets none. */
    private void refuseTheRest(Batch batch, ErrorCode why) throws InterruptedException {
        if (batch.course().uploads() != null) {
            for (Segment segment : unsettled()) {
                settle(segment, refused(batch, segment, why));
            }
        }
        makeFiles(batch);
    }

    private Segment.Outcome refused(Batch batch, Segment segment, ErrorCode why) throws InterruptedException {
        try {
            return new SegmentRun(files, batch, segment).refuse(new LineResult.Unasked(why, language(batch)));
        } catch (InputGoneException | FileProblemException nothingToSay) {
            LOG.warn(
                    "of {} lines of {} it cannot be said that they were not asked: {}",
                    segment.lines(),
                    id,
                    nothingToSay);
            return new Segment.Outcome(List.of(), List.of(), 0, segment.lines(), BatchUsage.NONE);
        }
    }

    private void makeFiles(Batch batch) {
        Batch.Outlets uploads = batch.course().uploads();
        if (uploads == null) {
            store.end(tenant, id, Optional.empty(), Optional.empty());
            return;
        }
        List<Segment> segments = store.segments(tenant, id);
        store.end(
                tenant,
                id,
                files.complete(uploads.output(), parts(segments, Segment.Outcome::outputParts)),
                files.complete(uploads.error(), parts(segments, Segment.Outcome::errorParts)));
    }

    private static List<PartId> parts(List<Segment> segments, Function<Segment.Outcome, List<PartId>> which) {
        return segments.stream()
                .flatMap(segment -> segment.outcome().stream())
                .flatMap(outcome -> which.apply(outcome).stream())
                .toList();
    }

    /**
     * Looks at whether it is still wanted, and says that it is worked on.
     *
     * @param hold whether it is time to say so
     * @return false when another one works on it, or it was erased with its tenant: this one is to leave it
     */
    boolean tend(boolean hold) {
        Batch batch = store.find(tenant, id).orElse(null);
        if (batch == null) {
            cancel();
            return false;
        }
        stopAt(orExpired(batch).state());
        return !hold
                || store.hold(
                        tenant,
                        id,
                        runner.holder(),
                        runner.now().plus(runner.settings().hold()));
    }

    private void stopAt(BatchState state) {
        switch (state) {
            case EXPIRING -> wanted.stop(ErrorCode.BATCH_EXPIRED);
            case CANCELLING -> wanted.stop(ErrorCode.BATCH_CANCELLED);
            case FAILING -> wanted.stop(ErrorCode.BATCH_INPUT_GONE);
            case VALIDATING, IN_PROGRESS, FINALIZING, COMPLETED, FAILED, EXPIRED, CANCELLED -> {
                // Its lines are answered, or there are none to be.
            }
        }
    }

    /** Nobody wants it any more. */
    void cancel() {
        wanted.stop(ErrorCode.BATCH_CANCELLED);
    }

    /** Others go on with it. */
    void leave() {
        threads.shutdownNow();
    }

    @Override
    public String toString() {
        return "BatchRun[" + id + "]";
    }
}
