package cloud.hanok.registry.problem;

/** A request to the registry that cannot be served; nothing was changed. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RegistryProblem problem;

    public RegistryException(RegistryProblem problem) {
        super(problem.code() + ": " + problem.messageEnglish());
        this.problem = problem;
    }

    /** What is wrong, for the answer. */
    public RegistryProblem problem() {
        return problem;
    }
}
