package cloud.hanok.content.batch;

import java.util.List;

/**
 * How far a batch is.
 *
 * @param completed lines with an answer
 * @param failed lines without
 * @param usage of the answers
 */
public record BatchCounts(int completed, int failed, BatchUsage usage) {
    /** Of all segments whose outcome is known. */
    public static BatchCounts of(List<Segment> segments) {
        int completed = 0;
        int failed = 0;
        BatchUsage usage = BatchUsage.NONE;
        for (Segment segment : segments) {
            if (segment.outcome().isPresent()) {
                Segment.Outcome outcome = segment.outcome().get();
                completed += outcome.completed();
                failed += outcome.failed();
                usage = usage.plus(outcome.usage());
            }
        }
        return new BatchCounts(completed, failed, usage);
    }
}
