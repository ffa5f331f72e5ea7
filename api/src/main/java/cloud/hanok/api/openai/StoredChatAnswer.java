package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.AnswerForm;
import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.cluster.engine.BodyTranslator;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.content.chat.ChatDetails;
import cloud.hanok.platform.id.ChatCompletionId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A chat's answer in OpenAI's own form that is kept, with what was asked.
 *
 * @param completion names it
 * @param messages that were asked, a JSON array
 * @param metadata what the client says about it
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredChatAnswer(ChatCompletionId completion, byte[] messages, RequestMetadata metadata) implements AnswerForm {
    private static final String STORE = "store";

    /**
     * The answer to a request.
     *
     * @param messages as they were sent
     * @throws cloud.hanok.api.error.ApiException when they cannot be read as a whole: they could not be shown again
     */
    static StoredChatAnswer of(ChatCompletionId completion, byte[] messages, RequestMetadata metadata) {
        JsonNode read = KeptJson.read(messages).orElseThrow(Refusals::unreadable);
        return new StoredChatAnswer(completion, KeptJson.bytes(read), metadata);
    }

    @Override
    public String id() {
        return completion.text();
    }

    @Override
    public StreamForm stream(ServingDeployment by) {
        return new StoredChatStream(this, by.name());
    }

    @Override
    public @Nullable Ending body(EngineCodec codec, byte[] engineBody, ServingDeployment by, TokenCounts counts) {
        byte[] whole = BodyTranslator.translate(codec, engineBody, id(), by.name(), counts);
        Optional<JsonNode> read = whole == null ? Optional.empty() : KeptJson.read(whole);
        return whole == null || !(read.orElse(null) instanceof ObjectNode)
                ? null
                : new Ending(whole, keepsake(by.name(), whole, () -> KeptJson.with(whole, STORE, BooleanNode.FALSE)));
    }

    /**
     * What is kept.
     *
     * @param model that answered
     * @param whole the answer, a JSON object
     * @param unkept what its client gets where it could not be kept
     */
    Ending.Keepsake keepsake(String model, byte[] whole, Supplier<byte[]> unkept) {
        return new Ending.KeptChat(completion, new ChatDetails(model, metadata.pairs()), messages, whole, unkept);
    }

    @Override
    public String toString() {
        return "StoredChatAnswer[" + completion + "]";
    }
}
