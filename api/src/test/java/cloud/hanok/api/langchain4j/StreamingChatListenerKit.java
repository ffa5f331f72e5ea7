package cloud.hanok.api.langchain4j;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;

/** What a listener hears of a stream, and of a refusal. */
class StreamingChatListenerKit extends AbstractStreamingChatModelListenerIT {
    private final KitBed bed = KitBed.get();

    @Override
    protected StreamingChatModel createModel(ChatModelListener listener) {
        return bed.streaming(bed.key())
                .temperature(temperature())
                .topP(topP())
                .defaultRequestParameters(OpenAiChatRequestParameters.builder()
                        .maxOutputTokens(maxTokens())
                        .build())
                .listeners(listener)
                .build();
    }

    @Override
    protected String modelName() {
        return KitBed.MODEL;
    }

    @Override
    protected StreamingChatModel createFailingModel(ChatModelListener listener) {
        return bed.streaming(KitBed.WRONG_KEY).listeners(listener).build();
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return AuthenticationException.class;
    }
}
