package cloud.hanok.platform.journal;

/**
 * The journal's figures at one moment, for metrics.
 *
 * @param syncedSequence the last record whose fsync succeeded
 * @param acknowledgedSequence the last record that was shipped and acknowledged
 * @param pendingBytes accepted, not yet written
 * @param spaceLeftBytes preallocated and unwritten
 * @param reservedBytes of these, promised to the SETTLEs of live requests
 * @param unsettled live requests' attempts: OPENs without SETTLE
 * @param segments segment files, spare ones not counted
 * @param freeSlots progress slots that can be claimed
 * @param batches batches written since the start
 * @param syncs fsyncs of segments since the start
 */
public record JournalGauges(
        long syncedSequence,
        long acknowledgedSequence,
        long pendingBytes,
        long spaceLeftBytes,
        long reservedBytes,
        int unsettled,
        int segments,
        int freeSlots,
        long batches,
        long syncs) {}
