package cloud.hanok.tenant.signup;

/** Ends a request with a {@link SignupProblem}. It has no stack trace: it is an answer, not an accident. */
public final class SignupProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SignupProblem problem;

    public SignupProblemException(SignupProblem problem) {
        super(problem.code() + ": " + problem.english(), null, false, false);
        this.problem = problem;
    }

    /** What was refused. */
    public SignupProblem problem() {
        return problem;
    }
}
