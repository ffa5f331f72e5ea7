package cloud.hanok.compliance.guard;

/**
 * Looks at what goes to a model and at what comes from it, and may change or refuse it. One instance serves all requests, from many
 * threads; what it has to remember of one request is in that request's {@link GuardedRequest}.
 *
 * <p>The contract of the gateway: every text of the prompt and every tool that is offered goes through {@link
 * GuardedRequest#prompt} and {@link GuardedRequest#tool} before an engine is chosen, after limits and credit were asked; every
 * text of the answer goes through a {@link TextFilter} before it is written to the client, and before it is hashed into the receipt.
 * Several guards see a prompt in their order and an answer in the opposite one, so that what one put in place of something is
 * taken back by the same. A guard that throws ends the request; nothing goes past it.
 */
public interface Guard {
    /** Its name in refusals, metrics and traces: lower case, with hyphens. */
    String name();

    /** Begins at one request. Cheap: called for each one. */
    GuardedRequest begin(GuardSubject subject);
}
