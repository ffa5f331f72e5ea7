package cloud.hanok.platform.journal;

import java.time.Instant;

/** Whether the journal takes new requests. */
public sealed interface JournalHealth {
    /** It does. */
    record Healthy() implements JournalHealth {}

    /**
     * The last write failed; OPENs are refused until a probe write succeeds.
     *
     * @param reason what the disk said, and on which file
     * @param since when it first failed
     */
    record Failed(String reason, Instant since) implements JournalHealth {}
}
