package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.AnswerForm;
import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.engine.TokensTranslator;
import cloud.hanok.cluster.serving.ServingDeployment;
import org.jspecify.annotations.Nullable;

/** Tokens of a text, or a text of tokens. Nothing was computed, so nothing is counted. */
enum TokensAnswer implements AnswerForm {
    /** Tokens, or at least how many. */
    TOKENS,
    /** A text. */
    TEXT;

    @Override
    public String id() {
        return "";
    }

    @Override
    public StreamForm stream(ServingDeployment by) {
        throw new IllegalStateException("tokens are not streamed");
    }

    @Override
    public @Nullable Ending body(EngineCodec codec, byte[] engineBody, ServingDeployment by, TokenCounts counts) {
        counts.nothing();
        return Ending.ofNullable(
                switch (this) {
                    case TOKENS -> TokensTranslator.tokens(engineBody, by.contextTokens());
                    case TEXT -> TokensTranslator.text(engineBody);
                });
    }
}
