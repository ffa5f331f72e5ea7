package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.deployment.StateReason;

/** An engine could not be started or reached. */
public final class EngineFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StateReason reason;

    public EngineFailedException(StateReason reason) {
        super(reason.code() + ": " + reason.english());
        this.reason = reason;
    }

    /** Why, for people. */
    public StateReason reason() {
        return reason;
    }
}
