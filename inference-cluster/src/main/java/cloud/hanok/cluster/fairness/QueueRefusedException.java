package cloud.hanok.cluster.fairness;

/** A request gets no place. It has no stack trace: it is an answer, not an accident. */
public final class QueueRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The tenant has as many requests waiting as it may. */
        TENANT_FULL,
        /** So many wait, of all tenants, that nobody has more of them than this one. */
        QUEUE_FULL,
        /** Its turn did not come in time. */
        TOO_LATE,
        /** No engine is well. */
        NO_ENGINE
    }

    private final Reason reason;
    private final long retryAfterMillis;

    QueueRefusedException(Reason reason, long retryAfterMillis) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** When there will likely be room for it: 1 to 120,000. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
