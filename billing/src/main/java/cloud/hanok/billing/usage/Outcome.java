package cloud.hanok.billing.usage;

/** How an attempt ended. */
public enum Outcome {
    /** The answer was handed over whole. */
    COMPLETED,
    /** The client left; what was handed to its socket is billed. */
    CLIENT_LEFT,
    /** The engine failed; what was handed over until then is billed. */
    ENGINE_FAILED,
    /** The gateway died; settled by recovery from the last progress. */
    GATEWAY_LOST,
    /**
     * Nothing is billed: the request has an idempotency key, and its answer was lost on our side, so that whoever repeats it
     * gets another one.
     */
    WAIVED
}
