package cloud.hanok.platform.journal;

import java.io.IOException;

/**
 * Hears what became of an accepted record. Called once, on the journal's writer thread, in the order of the records:
 * hop to your event loop and return at once, because every record of the batch waits behind you.
 */
public interface DurableListener {
    /** The record is durable, in the sense of the journal's {@link SyncMode}. */
    void durable();

    /**
     * The record is not in the journal and has no sequence; it will not be written later. An OPEN's request was never
     * begun; a SETTLE's OPEN stays unsettled: append the SETTLE again, or leave it to the recovery of the next start.
     *
     * @param why what the disk said
     */
    void failed(IOException why);

    /**
     * Whether somebody waits for the record; asked once, on the appending thread. One that nobody waits for costs no fsync
     * of its own while others come: it goes with the next that somebody waits for, and after {@link
     * JournalSettings#syncInterval} at the latest.
     */
    default boolean isAwaited() {
        return true;
    }

    /**
     * Whether the record must not be written any more; asked on the writer's thread right before it would be. So a SETTLE
     * can be appended before its OPEN is durable: it is void once its OPEN's listener heard {@code failed}. A void record
     * fails.
     */
    default boolean isVoid() {
        return false;
    }
}
