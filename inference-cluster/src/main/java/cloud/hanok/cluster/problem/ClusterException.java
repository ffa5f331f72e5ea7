package cloud.hanok.cluster.problem;

/** A request about sites, nodes or deployments that cannot be served; nothing was changed. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ClusterProblem problem;

    public ClusterException(ClusterProblem problem) {
        super(problem.code() + ": " + problem.messageEnglish());
        this.problem = problem;
    }

    /** What is wrong, for the answer. */
    public ClusterProblem problem() {
        return problem;
    }
}
