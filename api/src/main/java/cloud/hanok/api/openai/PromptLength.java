package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.AnswerForm;
import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.engine.TokensTranslator;
import cloud.hanok.cluster.serving.ServingDeployment;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How long what is asked is. Nothing was computed, so nothing is counted.
 *
 * @param before the JSON object up to the number, which is its last member
 */
public record PromptLength(String before) implements AnswerForm {
    @Override
    public String id() {
        return "";
    }

    @Override
    public StreamForm stream(ServingDeployment by) {
        throw new IllegalStateException("a number is not streamed");
    }

    @Override
    public @Nullable Ending body(EngineCodec codec, byte[] engineBody, ServingDeployment by, TokenCounts counts) {
        counts.nothing();
        OptionalLong count = TokensTranslator.count(engineBody);
        return count.isEmpty()
                ? null
                : Ending.of((before + count.getAsLong() + "}").getBytes(StandardCharsets.US_ASCII));
    }
}
