package cloud.hanok.content.file;

/** Carries a {@link FileProblem} to whoever answers the caller. Nothing was kept when it is thrown. */
public final class FileProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient FileProblem problem;

    public FileProblemException(FileProblem problem) {
        super(problem.english());
        this.problem = problem;
    }

    /** What was refused. */
    public FileProblem problem() {
        return problem;
    }
}
