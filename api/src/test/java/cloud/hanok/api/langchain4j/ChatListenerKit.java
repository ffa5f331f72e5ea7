package cloud.hanok.api.langchain4j;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;

/** What a listener hears of an answer in one piece, and of a refusal. */
class ChatListenerKit extends AbstractChatModelListenerIT {
    private final KitBed bed = KitBed.get();

    @Override
    protected ChatModel createModel(ChatModelListener listener) {
        return bed.chat(bed.key())
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
    protected ChatModel createFailingModel(ChatModelListener listener) {
        return bed.chat(KitBed.WRONG_KEY).listeners(listener).build();
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return AuthenticationException.class;
    }
}
