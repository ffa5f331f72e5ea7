package cloud.hanok.platform.saga;

/**
 * A step's answer is no. Thrown by a step, it unwinds the saga; thrown to whoever asked for the saga, everything was taken back,
 * or is being taken back.
 */
public final class SagaRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public SagaRefusedException(Refusal refusal) {
        super(refusal.english());
        this.refusal = refusal;
    }

    /** @param cause the room's own exception */
    public SagaRefusedException(Refusal refusal, Throwable cause) {
        super(refusal.english(), cause);
        this.refusal = refusal;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }
}
