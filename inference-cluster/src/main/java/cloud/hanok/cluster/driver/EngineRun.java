package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.serving.ServingReplica;

/** One engine, from its start (or from when it was found running) to its end. Used by one thread. */
public sealed interface EngineRun permits LocalEngine, ExternalEngine {
    /** The replica that stands for it in the directory. */
    ServingReplica replica();

    /**
     * Looks at the engine, and tells its replica what was seen. Blocks for the time of a probe at most.
     *
     * @throws InterruptedException when this process ends
     */
    Observation observe() throws InterruptedException;

    /** What is known of it, for operators. */
    EngineFacts facts();

    /**
     * Ends the engine, if it is ours. Returns when it is gone.
     *
     * @throws InterruptedException when this process ends before the engine did
     */
    void stop() throws InterruptedException;
}
