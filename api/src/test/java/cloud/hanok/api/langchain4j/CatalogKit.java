package cloud.hanok.api.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.catalog.AbstractModelCatalogIT;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.openai.OpenAiModelCatalog;

/** The list of models. */
class CatalogKit extends AbstractModelCatalogIT {
    @Override
    protected ModelCatalog createModelCatalog() {
        KitBed bed = KitBed.get();
        return OpenAiModelCatalog.builder()
                .baseUrl(bed.baseUrl())
                .apiKey(bed.key())
                .build();
    }

    @Override
    protected ModelProvider expectedProvider() {
        return ModelProvider.OPEN_AI;
    }
}
