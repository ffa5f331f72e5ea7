package cloud.hanok.api.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel.OpenAiEmbeddingModelBuilder;
import java.util.List;

/** Vectors. */
class EmbeddingKit extends AbstractEmbeddingModelIT {
    /** The engine's own; no other number may be asked for. */
    private static final int DIMENSIONS = 4;

    private final KitBed bed = KitBed.get();

    private OpenAiEmbeddingModelBuilder model(String key) {
        return OpenAiEmbeddingModel.builder()
                .baseUrl(bed.baseUrl())
                .apiKey(key)
                .maxRetries(0)
                .modelName(KitBed.MODEL);
    }

    @Override
    protected List<EmbeddingModel> models() {
        return List.of(
                model(bed.key()).build(),
                model(bed.key()).encodingFormat("base64").build());
    }

    @Override
    protected EmbeddingModel modelWith(EmbeddingModelListener listener) {
        return model(bed.key()).listeners(List.of(listener)).build();
    }

    @Override
    protected EmbeddingModel failingModelWith(EmbeddingModelListener listener) {
        return model(KitBed.WRONG_KEY).listeners(List.of(listener)).build();
    }

    @Override
    protected int dimensionsParameter() {
        return DIMENSIONS;
    }

    @Override
    protected boolean supportsInputTypeParameter() {
        return false;
    }

    @Override
    protected boolean supportsImageInput() {
        return false;
    }
}
