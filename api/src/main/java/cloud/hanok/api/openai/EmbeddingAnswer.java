package cloud.hanok.api.openai;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.AnswerForm;
import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.cluster.engine.EmbeddingTranslator;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.serving.ServingDeployment;
import org.jspecify.annotations.Nullable;

/**
 * Texts as vectors.
 *
 * @param base64 whether vectors are wanted as base64
 * @param inputs how many texts there were
 * @param dimensions how long a vector shall be; 0 for as long as the model makes it
 */
record EmbeddingAnswer(boolean base64, long inputs, long dimensions) implements AnswerForm {
    @Override
    public String id() {
        return "";
    }

    @Override
    public StreamForm stream(ServingDeployment by) {
        throw new IllegalStateException("embeddings are not streamed");
    }

    @Override
    public @Nullable Ending body(EngineCodec codec, byte[] engineBody, ServingDeployment by, TokenCounts counts) {
        EmbeddingTranslator.Embeddings made =
                EmbeddingTranslator.translate(codec, engineBody, by.name(), base64, counts);
        if (made == null || made.vectors() != inputs) {
            return null;
        }
        if (dimensions != 0 && dimensions != made.dimensions()) {
            throw new ApiException(ApiError.bilingual(
                    ErrorCode.INVALID_VALUE,
                    "dimensions",
                    "this model's vectors have " + made.dimensions() + ", and cannot be shortened",
                    "이 모델의 벡터는 " + made.dimensions() + "차원이며 줄일 수 없습니다"));
        }
        return Ending.of(made.bytes());
    }
}
