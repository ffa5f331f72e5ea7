package cloud.hanok.api.gateway;

import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.cluster.engine.OpenAiRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request for inference, read from its protocol's wire form and checked.
 *
 * @param body the request in the common form, unknown members kept
 * @param received what the client sent, byte for byte: what its receipt proves
 * @param model the name the client asked for
 * @param maxOutputTokens the client's bound of each choice's output in tokens, or {@link #UNSET}; 0 where there is none
 * @param prompts how many texts are asked about, at least 1; none is longer than the context
 * @param choices how many answers there will be to all of them, at least 1
 * @param needs what the model has to be able to
 * @param metadata what the client says about it for reports of its own; no engine sees it
 * @param answer how the answer is to look
 * @param context what it refers to that is kept for its tenant, or null
 */
public record InferenceRequest(
        OpenAiRequest body,
        byte[] received,
        String model,
        long maxOutputTokens,
        long prompts,
        long choices,
        Needs needs,
        RequestMetadata metadata,
        AnswerForm answer,
        @Nullable KeptContext context) {
    /** The client gave no bound of the output. */
    public static final long UNSET = -1;

    /** A request that says all by itself. */
    public InferenceRequest(
            OpenAiRequest body,
            byte[] received,
            String model,
            long maxOutputTokens,
            long prompts,
            long choices,
            Needs needs,
            RequestMetadata metadata,
            AnswerForm answer) {
        this(body, received, model, maxOutputTokens, prompts, choices, needs, metadata, answer, null);
    }

    /** Whether the answer is to be streamed. */
    public boolean stream() {
        return body.stream();
    }

    /** A bound of the prompt in bytes: no token stands for less than one. */
    public int promptBytes() {
        return Math.max(received.length, body.json().length);
    }

    /** The same, but with another body for the engine, of the same meaning to the client. */
    InferenceRequest with(OpenAiRequest other, Needs then) {
        return new InferenceRequest(
                other, received, model, maxOutputTokens, prompts, choices, then, metadata, answer, context);
    }

    /** The same, but with an answer of another look. */
    public InferenceRequest with(AnswerForm other) {
        return new InferenceRequest(
                body, received, model, maxOutputTokens, prompts, choices, needs, metadata, other, context);
    }

    @Override
    public String toString() {
        return "InferenceRequest[" + model + ", " + body + "]";
    }
}
