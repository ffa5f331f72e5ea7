package cloud.hanok.platform.journal;

/** What "durable" means. Either way nothing durable is lost when the process dies. */
public enum SyncMode {
    /** Durable after the batch's fsync: nothing durable is lost when the power fails. */
    GROUP,
    /**
     * Durable after the batch's write; an fsync follows within {@link JournalSettings#syncInterval()}: at most the
     * records of that interval are lost when the power fails. An operator's choice for shared tenants only.
     */
    INTERVAL
}
