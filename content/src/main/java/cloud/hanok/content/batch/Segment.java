package cloud.hanok.content.batch;

import cloud.hanok.platform.id.PartId;
import java.util.List;
import java.util.Optional;

/**
 * Some lines of a batch that follow each other, answered together: what is known of them is known of all.
 *
 * @param number counts from 0
 * @param firstLine of the input, counted from 1
 * @param lines that have a request; empty ones are not counted
 * @param position of its first byte in the input
 * @param bytes that it has
 * @param outcome what came of it, once that is known
 */
public record Segment(int number, int firstLine, int lines, long position, int bytes, Optional<Outcome> outcome) {
    /**
     * What came of a segment.
     *
     * @param outputParts parts of the batch's output that hold its answers
     * @param errorParts parts of the batch's errors that hold its refusals
     * @param completed lines with an answer
     * @param failed lines without
     * @param usage of the answers
     */
    public record Outcome(
            List<PartId> outputParts, List<PartId> errorParts, int completed, int failed, BatchUsage usage) {
        public Outcome {
            outputParts = List.copyOf(outputParts);
            errorParts = List.copyOf(errorParts);
        }
    }
}
