package cloud.hanok.platform.journal;

/** The immediate answer to an append. Only an {@link #ACCEPTED} record's listener is ever called, and then exactly once. */
public enum Appended {
    /** Taken into the next batch; the listener hears when it is durable, or that it failed. */
    ACCEPTED,
    /** The batch that waits for the disk is full: the disk is slower than the traffic. Answer 503 and let the client retry. */
    REFUSED_BUFFER_FULL,
    /** The disk space left is promised to the SETTLEs of live requests. Answer 503; ship and acknowledge to make room. */
    REFUSED_NO_SPACE,
    /** The last write failed and no probe has succeeded since ({@link Journal#health()} has the reason); only OPENs are refused so. */
    REFUSED_FAILED,
    /** The payload is longer than {@link JournalSettings} allows for its kind; trying again cannot help. */
    REFUSED_TOO_LARGE,
    /** The journal is closing or closed. */
    REFUSED_CLOSED;

    /** Whether the record was taken. */
    public boolean accepted() {
        return this == ACCEPTED;
    }
}
