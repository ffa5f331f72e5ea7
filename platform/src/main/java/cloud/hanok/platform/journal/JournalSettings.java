package cloud.hanok.platform.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Bounds and places of a gateway's journal.
 *
 * @param directory where it lives; one journal, one directory, one process
 * @param gateway the gateway's lasting id; a journal of another gateway is not opened
 * @param sync what "durable" means
 * @param syncInterval the longest an INTERVAL journal leaves a written record without fsync, and any journal a record
 *     that nobody waits for unwritten
 * @param gatherInterval the least time between two batches while {@link #CROWD} or more attempts are live, and up to
 *     {@link #LONGEST_GATHERING} times as long until half of them have a record that is waited for, so that each fsync
 *     carries the records of several; 0: every batch is written at once
 * @param probeInterval how often a failed journal tries the disk again
 * @param segmentBytes size of a segment file, preallocated
 * @param maximumBytes of all segment files together; beyond it OPENs are refused until records are acknowledged
 * @param pendingBytes of accepted records that wait for the disk; OPENs may use three quarters of it, SETTLEs all
 * @param maximumPayloadBytes of an OPEN
 * @param maximumSettleBytes of a SETTLE's or an AMEND's payload; each OPEN reserves this much disk
 * @param progressSlots attempts that can be live at once
 */
public record JournalSettings(
        Path directory,
        String gateway,
        SyncMode sync,
        Duration syncInterval,
        Duration gatherInterval,
        Duration probeInterval,
        int segmentBytes,
        long maximumBytes,
        int pendingBytes,
        int maximumPayloadBytes,
        int maximumSettleBytes,
        int progressSlots) {

    /**
     * The longest payload any setting may allow: a receipt and its usage are a few kilobytes, and what callers say about
     * a request is at most 36.
     */
    public static final int PAYLOAD_CEILING_BYTES = 64 * 1024;

    /** Live attempts from which records gather: with fewer there would be little to gather, and all of it waits. */
    public static final int CROWD = 8;

    /** How many times the interval a batch is waited for at most. */
    public static final int LONGEST_GATHERING = 3;

    /** Checks the bounds against each other. */
    public JournalSettings {
        require(!gateway.isBlank(), "gateway must not be blank");
        require(syncInterval.isPositive(), "syncInterval must be positive");
        require(
                !gatherInterval.isNegative() && gatherInterval.toMillis() <= 100,
                "gatherInterval must be 0 to 100 milliseconds");
        require(probeInterval.isPositive(), "probeInterval must be positive");
        require(
                maximumPayloadBytes > 0 && maximumPayloadBytes <= PAYLOAD_CEILING_BYTES,
                "maximumPayloadBytes must be 1 to " + PAYLOAD_CEILING_BYTES);
        require(
                maximumSettleBytes > 0 && maximumSettleBytes <= maximumPayloadBytes,
                "maximumSettleBytes must be 1 to maximumPayloadBytes");
        int largestRecordBytes = RecordLayout.bytesOf(maximumPayloadBytes);
        require(
                segmentBytes >= 4 * largestRecordBytes,
                "segmentBytes must hold 4 of the longest records: " + 4 * largestRecordBytes);
        require(segmentBytes % RecordLayout.ALIGNMENT_BYTES == 0, "segmentBytes must be a multiple of 8");
        require(maximumBytes >= 2L * segmentBytes, "maximumBytes must hold two segments: " + 2L * segmentBytes);
        require(
                pendingBytes >= 4 * largestRecordBytes,
                "pendingBytes must hold 4 of the longest records: " + 4 * largestRecordBytes);
        require(progressSlots > 0 && progressSlots <= 1 << 24, "progressSlots must be 1 to 16777216");
    }

    /**
     * The ordinary bounds: 64 MiB segments, 4 GiB in all, 65,536 live attempts, group fsync, 2 ms to gather. A SETTLE repeats
     * what the caller said about the request, so 48 KiB are reserved for it: were every slot taken, 3 of the 4 GiB.
     */
    public static JournalSettings of(Path directory, String gateway) {
        return new JournalSettings(
                directory,
                gateway,
                SyncMode.GROUP,
                Duration.ofMillis(10),
                Duration.ofMillis(2),
                Duration.ofMillis(250),
                64 << 20,
                4L << 30,
                4 << 20,
                PAYLOAD_CEILING_BYTES,
                48 << 10,
                65_536);
    }

    /** The same with another meaning of durable. */
    public JournalSettings withSync(SyncMode mode) {
        return new JournalSettings(
                directory,
                gateway,
                mode,
                syncInterval,
                gatherInterval,
                probeInterval,
                segmentBytes,
                maximumBytes,
                pendingBytes,
                maximumPayloadBytes,
                maximumSettleBytes,
                progressSlots);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("journal: " + otherwise);
        }
    }
}
