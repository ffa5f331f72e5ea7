package cloud.hanok.api.gateway;

import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.serving.ServingDeployment;
import org.jspecify.annotations.Nullable;

/** How the answer to one request looks to its client. Engines are read into OpenAI's form; other protocols are made of that. */
public interface AnswerForm {
    /** The {@code id} of the answer; empty where it has none. */
    String id();

    /** Whether nobody waits for it. */
    default boolean isDeferred() {
        return false;
    }

    /** What is answered at once of one that nobody waits for; null for others. */
    default @Nullable Deferred deferred() {
        return null;
    }

    /**
     * The form of a new stream.
     *
     * @param by what answers
     */
    StreamForm stream(ServingDeployment by);

    /**
     * An answer that is not streamed.
     *
     * @param by what answers
     * @param counts takes what the engine says of tokens; has an estimate of the prompt before
     * @return null when the engine's body is none that can be used
     * @throws cloud.hanok.api.error.ApiException when the engine did not do what was asked for
     */
    @Nullable
    Ending body(EngineCodec codec, byte[] engineBody, ServingDeployment by, TokenCounts counts);
}
