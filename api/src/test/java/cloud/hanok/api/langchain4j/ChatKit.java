package cloud.hanok.api.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/** Answers in one piece. */
class ChatKit extends AbstractChatModelIT {
    private final KitBed bed = KitBed.get();

    @Override
    protected List<ChatModel> models() {
        return List.of(bed.chat(bed.key()).build());
    }

    @Override
    protected List<ChatModel> modelsSupportingTools() {
        return List.of(
                bed.chat(bed.key()).build(),
                bed.chat(bed.key()).strictTools(true).build());
    }

    @Override
    protected List<ChatModel> modelsSupportingStructuredOutputs() {
        return List.of(
                bed.chat(bed.key()).build(),
                bed.chat(bed.key()).strictJsonSchema(true).build());
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        return bed.chat(bed.key())
                .modelName(KitBed.modelOf(parameters))
                .defaultRequestParameters(parameters)
                .build();
    }

    @Override
    protected String customModelName() {
        return KitBed.OTHER_MODEL;
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return OpenAiChatRequestParameters.builder()
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected boolean supportsSingleImageInputAsPublicURL() {
        return false;
    }

    /** Of a refusal: it is the gateway's, so that it is no exception of LangChain4j's own making. */
    @Override
    protected boolean assertExceptionType() {
        return false;
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(ChatModel model) {
        return OpenAiChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
        return OpenAiTokenUsage.class;
    }
}
