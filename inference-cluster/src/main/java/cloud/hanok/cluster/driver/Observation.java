package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.deployment.StateReason;

/** What was seen of an engine. */
public sealed interface Observation {
    /** It is not ready yet, and nothing is wrong. */
    record Starting() implements Observation {}

    /** It serves. */
    record Serving() implements Observation {}

    /**
     * It does not answer as it should, and may recover by itself.
     *
     * @param reason what was seen
     */
    record Unwell(StateReason reason) implements Observation {}

    /**
     * It is gone, and comes back only by being opened anew.
     *
     * @param reason how it ended
     */
    record Gone(StateReason reason) implements Observation {}
}
