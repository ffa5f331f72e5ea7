package cloud.hanok.tenant.organization;

/** Whether a tenant may use the cloud. The names are stored: rename none. */
public enum TenantState {
    ACTIVE,
    /** Its keys and its members are refused; what it has stays. */
    SUSPENDED,
    /** Refused as when suspended, and leaving: it can be taken back. */
    CLOSING,
    /** The grace is over: what it has is being destroyed. Nothing leads back. */
    ERASING,
    /** What it had is destroyed; what the law makes us keep stays under its id. */
    CLOSED;

    /** Whether it can never be used again. */
    public boolean isOver() {
        return this == ERASING || this == CLOSED;
    }
}
