package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.AnswerForm;
import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.cluster.engine.BodyTranslator;
import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.serving.ServingDeployment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer in OpenAI's own form, which is the one that engines are read into: nothing of it changes on the way.
 *
 * @param id names it
 */
record GeneratedAnswer(String id) implements AnswerForm {
    private static final StreamForm AS_IT_IS = new AsItIs();

    @Override
    public StreamForm stream(ServingDeployment by) {
        return AS_IT_IS;
    }

    @Override
    public @Nullable Ending body(EngineCodec codec, byte[] engineBody, ServingDeployment by, TokenCounts counts) {
        return Ending.ofNullable(BodyTranslator.translate(codec, engineBody, id, by.name(), counts));
    }

    /** Holds no state, so that one serves all streams. */
    private static final class AsItIs implements StreamForm {
        private static final Ending DONE = Ending.of("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));

        @Override
        public void add(Bytes events, TokenCounts counts, Bytes out) {
            out.add(events.array(), 0, events.length());
        }

        @Override
        public Ending end() {
            return DONE;
        }
    }
}
