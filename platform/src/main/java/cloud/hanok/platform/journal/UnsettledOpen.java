package cloud.hanok.platform.journal;

import org.jspecify.annotations.Nullable;

/**
 * An OPEN whose SETTLE is not in the journal: the process that wrote it died. Bill its last progress, append its SETTLE,
 * and call {@link #free()} from that record's {@link DurableListener#durable()}.
 *
 * @param open the record, with its payload
 * @param progress its last running counts; {@link Progress#NONE} when it never got as far
 * @param slot the slot that holds these counts until they are settled; null when there was none
 */
public record UnsettledOpen(
        JournalRecord open, Progress progress, @Nullable ProgressSlot slot) {
    /** Gives the slot back, if there is one. Only after the SETTLE is durable: until then the counts are the only copy. */
    public void free() {
        if (slot != null) {
            slot.free();
        }
    }
}
