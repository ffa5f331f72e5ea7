package cloud.hanok.compliance.audit;

/** What came of a change. The names are stored: rename none. */
public enum AuditOutcome {
    /** It was about to be made; whether it was is not recorded, because this process or the database failed since. */
    ATTEMPTED,
    /** It was made. */
    DONE,
    /** It was refused and changed nothing. */
    REFUSED,
    /** It failed on the way; a part of it may have been made. */
    FAILED
}
