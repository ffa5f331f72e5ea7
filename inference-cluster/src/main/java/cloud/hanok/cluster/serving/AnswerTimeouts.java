package cloud.hanok.cluster.serving;

/**
 * How long a deployment's engines may leave a client without anything; a large model on few accelerators needs longer than a
 * small one.
 *
 * @param firstTokenSeconds from the call of an engine to the first event of its stream, or to the whole answer of what writes
 *     no text (vectors, counts); until then another engine can be asked instead
 * @param idleSeconds between two pieces of an answer that has begun
 */
public record AnswerTimeouts(int firstTokenSeconds, int idleSeconds) {
    /** A shorter one would take a pause of the collector for an engine's death. */
    public static final int LEAST_SECONDS = 1;
    /** Official clients give up after ten minutes. */
    public static final int MOST_SECONDS = 600;
    /** A prompt of a hundred thousand tokens is read within the first; the engines we know write several tokens a second. */
    public static final AnswerTimeouts DEFAULTS = new AnswerTimeouts(120, 60);

    public AnswerTimeouts {
        if (!isWithin(firstTokenSeconds) || !isWithin(idleSeconds)) {
            throw new IllegalArgumentException("from " + LEAST_SECONDS + " to " + MOST_SECONDS
                    + " seconds were expected: " + firstTokenSeconds + ", " + idleSeconds);
        }
    }

    private static boolean isWithin(int seconds) {
        return seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS;
    }
}
