package cloud.hanok.api.egress;

/** Raised for a file that was not fetched. */
public final class FetchRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FetchRefusal refusal;

    FetchRefusedException(FetchRefusal refusal) {
        super(refusal.english());
        this.refusal = refusal;
    }

    FetchRefusedException(FetchRefusal refusal, Exception cause) {
        super(refusal.english(), cause);
        this.refusal = refusal;
    }

    /** Why. */
    public FetchRefusal refusal() {
        return refusal;
    }
}
