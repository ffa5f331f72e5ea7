package cloud.hanok.content.webhook;

/** Carries a {@link WebhookProblem} to whoever answers the caller. Nothing was changed when it is thrown. */
public final class WebhookProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient WebhookProblem problem;

    public WebhookProblemException(WebhookProblem problem) {
        super(problem.english());
        this.problem = problem;
    }

    /** What was refused. */
    public WebhookProblem problem() {
        return problem;
    }
}
