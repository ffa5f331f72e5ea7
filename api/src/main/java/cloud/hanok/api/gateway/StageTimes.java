package cloud.hanok.api.gateway;

/** When a request left each stage, by the monotonic clock. Kept as numbers; spans are made of them only when sampled. */
final class StageTimes {
    private final long startNanos;
    private final long[] leftNanos = new long[Stage.values().length];
    private long firstTokenNanos;

    StageTimes(long startNanos) {
        this.startNanos = startNanos;
    }

    void mark(Stage stage) {
        leftNanos[stage.ordinal()] = System.nanoTime();
    }

    void markFirstToken() {
        if (firstTokenNanos == 0) {
            firstTokenNanos = System.nanoTime();
        }
    }

    long startNanos() {
        return startNanos;
    }

    /** When the stage was left; 0 when it was not. */
    long leftNanos(Stage stage) {
        return leftNanos[stage.ordinal()];
    }

    /** From the request's head to its first token in nanoseconds; -1 when there was none. */
    long toFirstTokenNanos() {
        return firstTokenNanos == 0 ? -1 : firstTokenNanos - startNanos;
    }
}
