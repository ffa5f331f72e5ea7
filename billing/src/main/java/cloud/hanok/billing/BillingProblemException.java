package cloud.hanok.billing;

/** Carries a {@link BillingProblem} to whoever answers the caller. Nothing was changed when it is thrown. */
public final class BillingProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient BillingProblem problem;

    public BillingProblemException(BillingProblem problem) {
        super(problem.code() + ": " + problem.english());
        this.problem = problem;
    }

    /** What was refused. */
    public BillingProblem problem() {
        return problem;
    }
}
