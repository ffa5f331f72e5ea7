package cloud.hanok.compliance.guard;

/**
 * One guard's work at one request: the prompt first, whole, on a thread that may compute for a while; then the answers, on an event
 * loop. Never on two threads at once.
 */
public interface GuardedRequest {
    /** Decides on one text of the prompt. May take milliseconds; must not ask anything over a network. */
    GuardDecision prompt(PromptText text);

    /**
     * Decides on a tool: that the client offers to the model, or that the model calls.
     *
     * @param name of the tool, as it was written
     * @return to allow, or to refuse; a tool is not replaced
     */
    GuardDecision tool(String name);

    /**
     * A new filter for a text that a model writes. An answer that failed and is asked for again begins with new filters; what the
     * prompt taught stays. Filters run on an event loop for each chunk: they never block.
     */
    TextFilter answer(AnswerText of);
}
