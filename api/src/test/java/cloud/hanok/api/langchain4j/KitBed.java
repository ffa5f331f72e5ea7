package cloud.hanok.api.langchain4j;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.api.slice.Slice;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the kit works with: two names of one engine that knows its answers, and a key. The kit makes its test classes
 * itself, so they find it by {@link #get()}.
 */
final class KitBed implements AutoCloseable {
    static final String MODEL = "kit-model";
    static final String OTHER_MODEL = "kit-model-2";
    static final String WRONG_KEY = "hk_nobody";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static volatile @Nullable KitBed bed;

    private final ScriptedEngine engine;
    private final String baseUrl;
    private final String key;

    KitBed(Slice slice) throws InterruptedException {
        engine = ScriptedEngine.start(0, new KitAnswers());
        slice.offer(MODEL, engine);
        slice.offer(OTHER_MODEL, engine);
        baseUrl = "http://127.0.0.1:" + slice.house().server().port() + "/v1";
        key = slice.customer("LangChain4j 시험", "KR").key();
        bed = this;
    }

    static KitBed get() {
        return Objects.requireNonNull(bed, "LangChain4jKitIT makes it");
    }

    String baseUrl() {
        return baseUrl;
    }

    String key() {
        return key;
    }

    /** What the engine saw of the answers of this name. */
    List<ScriptedRequest> seen(String name) {
        return engine.requests().stream()
                .filter(request -> request.name().equals(name))
                .toList();
    }

    OpenAiChatModelBuilder chat(String presented) {
        return OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(presented)
                .maxRetries(0)
                .timeout(TIMEOUT)
                .modelName(MODEL);
    }

    OpenAiStreamingChatModelBuilder streaming(String presented) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(presented)
                .timeout(TIMEOUT)
                .modelName(MODEL);
    }

    /** The name that these parameters ask for, or the usual one. */
    static String modelOf(ChatRequestParameters parameters) {
        return Objects.requireNonNullElse(parameters.modelName(), MODEL);
    }

    @Override
    public void close() throws InterruptedException {
        bed = null;
        engine.close();
    }
}
