package cloud.hanok.tenant.problem;

/** Ends a request with a {@link TenantProblem}. It has no stack trace: it is an answer, not an accident. */
public final class TenantProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TenantProblem problem;

    public TenantProblemException(TenantProblem problem) {
        super(problem.code() + ": " + problem.english(), null, false, false);
        this.problem = problem;
    }

    /** What was refused. */
    public TenantProblem problem() {
        return problem;
    }
}
