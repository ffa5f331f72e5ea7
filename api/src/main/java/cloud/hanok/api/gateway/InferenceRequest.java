package cloud.hanok.api.gateway;

import cloud.hanok.cluster.engine.ChatRequestBody;

/**
 * A request for inference, read from its protocol's wire form and checked.
 *
 * @param body the request in the common form, unknown members kept
 * @param model the name the client asked for
 * @param maxOutputTokens the client's bound of each choice's output in tokens, or {@link #UNSET}
 * @param choices how many answers are asked for, at least 1
 */
public record InferenceRequest(ChatRequestBody body, String model, long maxOutputTokens, long choices) {
    /** The client gave no bound of the output. */
    public static final long UNSET = -1;

    /** Whether the answer is to be streamed. */
    public boolean stream() {
        return body.stream();
    }
}
