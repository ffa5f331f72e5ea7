package cloud.hanok.api.langchain4j;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.atLeastOnce;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.mockito.InOrder;

/** Answers in a stream. */
class StreamingChatKit extends AbstractStreamingChatModelIT {
    private final KitBed bed = KitBed.get();

    @Override
    protected List<StreamingChatModel> models() {
        return List.of(bed.streaming(bed.key()).build());
    }

    @Override
    protected List<StreamingChatModel> modelsSupportingTools() {
        return List.of(
                bed.streaming(bed.key()).build(),
                bed.streaming(bed.key()).strictTools(true).build());
    }

    @Override
    protected List<StreamingChatModel> modelsSupportingStructuredOutputs() {
        return List.of(
                bed.streaming(bed.key()).build(),
                bed.streaming(bed.key()).strictJsonSchema(true).build());
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return bed.streaming(bed.key())
                .modelName(KitBed.modelOf(parameters))
                .defaultRequestParameters(parameters)
                .build();
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return bed.streaming(bed.key()).listeners(listener).build();
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

    /**
     * That an answer is not told on the thread that asked: LangChain4j's client of the JDK tells it there when the answer's
     * head came before the client had said what to do with it, which is not ours and happens on a busy machine.
     */
    @Override
    protected boolean assertThreads() {
        return false;
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return OpenAiChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(StreamingChatModel model) {
        return OpenAiTokenUsage.class;
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id) {
        verifyCall(handler, order, 0, id, "getWeather", "{\"city\":\"Munich\"}");
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id1, String id2) {
        verifyCall(handler, order, 0, id1, "getWeather", "{\"city\":\"Munich\"}");
        verifyCall(handler, order, 1, id2, "getTime", "{\"country\":\"France\"}");
    }

    /** A call's pieces come before the whole of it, and the whole before the next call's pieces. */
    private static void verifyCall(
            StreamingChatResponseHandler handler, InOrder order, int index, String id, String name, String arguments) {
        order.verify(handler, atLeastOnce())
                .onPartialToolCall(
                        argThat(piece -> piece.index() == index
                                && piece.id().equals(id)
                                && piece.name().equals(name)
                                && !piece.partialArguments().isBlank()),
                        any());
        order.verify(handler).onCompleteToolCall(complete(index, id, name, arguments));
    }
}
