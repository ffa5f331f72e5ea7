package cloud.hanok.platform.journal;

/**
 * Counts what the preallocated segments can still take, and what of it is promised. Guarded by {@link Intake}'s lock.
 *
 * <p>A record does not cross from one segment to the next, so each segment is counted short by one longest record. That
 * keeps the sum on the safe side whatever the records' sizes are.
 */
final class Space {
    /** Longest SETTLEs kept back beside the promised ones, so that corrections (AMEND) find room when OPENs do not. */
    private static final int AMENDS_KEPT_BACK = 4;

    private final long settleBytes;
    private final long largestBytes;
    private final long usableBytesPerSegment;
    private long leftBytes;
    private int spares;
    private int outstanding;

    Space(JournalSettings settings) {
        this.settleBytes = RecordLayout.bytesOf(settings.maximumSettleBytes());
        this.largestBytes = RecordLayout.bytesOf(settings.maximumPayloadBytes());
        this.usableBytesPerSegment = settings.segmentBytes() - SegmentHeader.BYTES - largestBytes;
    }

    /** Recovery found OPENs that await their SETTLE. */
    void recovered(int unsettled) {
        outstanding += unsettled;
    }

    /** Recovery found a segment to go on in. */
    void currentFound(long freeBytes) {
        leftBytes += Math.max(0, freeBytes - largestBytes);
    }

    /** Takes the record's space, and for an OPEN its SETTLE's, if they are there. */
    boolean admit(RecordKind kind, int sizeBytes) {
        long needed = switch (kind) {
            case OPEN -> sizeBytes + reservedBytes() + (1 + AMENDS_KEPT_BACK) * settleBytes;
            case AMEND -> sizeBytes + reservedBytes();
            case SETTLE -> sizeBytes;
        };
        if (leftBytes < needed) {
            return false;
        }
        leftBytes -= sizeBytes;
        if (kind == RecordKind.OPEN) {
            outstanding++;
        }
        return true;
    }

    /** So many OPENs no longer wait for a SETTLE. */
    void settled(int opens) {
        outstanding -= opens;
    }

    /** So many bytes were accepted and not written after all. */
    void dropped(long bytes) {
        leftBytes += bytes;
    }

    void spareReady() {
        spares++;
        leftBytes += usableBytesPerSegment;
    }

    /** A spare became the current segment; what it can take was counted when it became ready. */
    void spareTaken() {
        spares--;
    }

    /** A spare could not be used. */
    void spareLost() {
        spares--;
        leftBytes -= usableBytesPerSegment;
    }

    /** The current segment is given up: only spares are left, and so many accepted bytes have yet to go there. */
    void currentLost(long acceptedBytes) {
        leftBytes = spares * usableBytesPerSegment - acceptedBytes;
    }

    /** Less than what is promised and half a segment ahead, or too little for the longest OPEN. */
    boolean isShort() {
        long ahead = Math.max(usableBytesPerSegment / 2, 2 * largestBytes);
        return leftBytes < reservedBytes() + AMENDS_KEPT_BACK * settleBytes + ahead;
    }

    long leftBytes() {
        return leftBytes;
    }

    long reservedBytes() {
        return outstanding * settleBytes;
    }

    int outstanding() {
        return outstanding;
    }

    boolean hasSpare() {
        return spares > 0;
    }
}
