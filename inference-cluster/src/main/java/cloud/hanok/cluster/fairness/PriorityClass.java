package cloud.hanok.cluster.fairness;

/** Who goes before whom whatever the counters say, first one first. */
public enum PriorityClass {
    /** Somebody waits for the answer. */
    INTERACTIVE,
    /** Nobody waits: batches. */
    BATCH
}
