package cloud.hanok.content.batch;

/**
 * Tokens of the answers in a batch's output.
 *
 * @param input of prompts, cached ones included
 * @param cached of those
 * @param output of answers, reasoning included
 * @param reasoning of those
 */
public record BatchUsage(long input, long cached, long output, long reasoning) {
    /** No token. */
    public static final BatchUsage NONE = new BatchUsage(0, 0, 0, 0);

    /** Both. */
    public BatchUsage plus(BatchUsage other) {
        return new BatchUsage(
                input + other.input, cached + other.cached, output + other.output, reasoning + other.reasoning);
    }

    /** Of input and output. */
    public long total() {
        return input + output;
    }
}
