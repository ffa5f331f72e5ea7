package cloud.hanok.api.fault;

/**
 * What the client really read of one answer, one line of its results.
 *
 * @param name of the request
 * @param id {@code x-request-id}, or "-" when no head came
 * @param status of the head, 0 when none came
 * @param recorded whether the head named a receipt, so that there was an OPEN
 * @param end how it ended
 * @param tokens in whole events, or in a whole body
 * @param largestChunkTokens the most tokens that came in one chunk of the transfer
 */
public record ReadAnswer(
        String name, String id, int status, boolean recorded, End end, int tokens, int largestChunkTokens) {
    static final String NO_ID = "-";

    public enum End {
        /** {@code [DONE]}, or all of the body. */
        WHOLE,
        /** A status other than 200. */
        REFUSED,
        /** An error event. */
        BROKEN,
        /** The connection ended after the head and before the end of the answer. */
        CUT,
        /** The connection ended before a head came. */
        NO_HEAD,
        /** The client closed it, as planned. */
        LEFT
    }

    static ReadAnswer parse(String line) {
        String[] parts = line.split("\t");
        return new ReadAnswer(
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                Boolean.parseBoolean(parts[3]),
                End.valueOf(parts[4]),
                Integer.parseInt(parts[5]),
                Integer.parseInt(parts[6]));
    }

    String line() {
        return String.join(
                "\t",
                name,
                id,
                Integer.toString(status),
                Boolean.toString(recorded),
                end.name(),
                Integer.toString(tokens),
                Integer.toString(largestChunkTokens));
    }
}
