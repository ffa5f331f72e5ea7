package cloud.hanok.content.batch;

import cloud.hanok.platform.id.BatchId;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.UploadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch.
 *
 * @param asked what it is
 * @param expiresAt from when on no line is answered any more
 * @param course where it stands
 */
public record Batch(BatchId id, NewBatch asked, Instant createdAt, Instant expiresAt, Course course) {
    /**
     * Where a batch stands.
     *
     * @param total lines that it has; 0 before that is known
     * @param uploads into which its files are written; null before its lines were looked at
     * @param outputFile with its answers, once it has ended and there are any
     * @param errorFile with its refusals, once it has ended and there are any
     * @param problems why it failed; empty otherwise
     * @param startedAt when the first line could be answered
     * @param finalizingAt when no more lines were to be answered
     * @param counts what it came to, where it has ended; empty also of one that ended in an earlier release
     * @param heldUntil how long whoever works on it is believed to live
     */
    public record Course(
            BatchState state,
            int total,
            @Nullable Outlets uploads,
            Optional<FileId> outputFile,
            Optional<FileId> errorFile,
            List<BatchProblem> problems,
            Optional<Instant> startedAt,
            Optional<Instant> cancellingAt,
            Optional<Instant> finalizingAt,
            Optional<Instant> endedAt,
            Optional<BatchCounts> counts,
            Optional<Instant> heldUntil) {
        public Course {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Into which a batch writes.
     *
     * @param output its answers
     * @param error its refusals
     */
    public record Outlets(UploadId output, UploadId error) {}

    /** Where it stands. */
    public BatchState state() {
        return course.state();
    }

    @Override
    public String toString() {
        return "Batch[" + id + ", " + course.state() + "]";
    }
}
