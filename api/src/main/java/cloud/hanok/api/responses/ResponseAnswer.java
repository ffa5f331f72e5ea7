package cloud.hanok.api.responses;

import cloud.hanok.api.gateway.AnswerForm;
import cloud.hanok.api.gateway.Deferred;
import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.api.openai.ChatMessage;
import cloud.hanok.cluster.engine.BodyTranslator;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.Surrogates;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.platform.id.ResponseId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a response.
 *
 * @param response names it
 * @param begun what is said of it before anything is answered
 * @param store whether it is kept
 * @param background whether nobody waits for it
 * @param streamed whether its events are sent
 * @param input its items
 * @param before what it goes on from, the oldest first
 * @param addition what its conversation gets once it is answered, or null
 */
record ResponseAnswer(
        ResponseId response,
        ObjectNode begun,
        boolean store,
        boolean background,
        boolean streamed,
        ArrayNode input,
        List<ResponseId> before,
        @Nullable ConversationAddition addition,
        Clock clock)
        implements AnswerForm {
    private static final long MILLIS = 1_000;

    @Override
    public String id() {
        return response.text();
    }

    @Override
    public boolean isDeferred() {
        return background;
    }

    @Override
    public @Nullable Deferred deferred() {
        if (!background) {
            return null;
        }
        ObjectNode queued = begun(begun.path("model").asText());
        return new Deferred(
                response,
                streamed,
                before,
                StoredItems.bytes(input),
                StoredItems.bytes(queued),
                streamed ? ResponseStream.queued(queued) : new byte[0]);
    }

    @Override
    public StreamForm stream(ServingDeployment by) {
        return new ResponseStream(this, by.name());
    }

    @Override
    public @Nullable Ending body(EngineCodec codec, byte[] engineBody, ServingDeployment by, TokenCounts counts) {
        byte[] common = BodyTranslator.translate(codec, engineBody, id(), by.name(), counts);
        if (common == null) {
            return null;
        }
        JsonNode choice;
        try {
            choice = ResponsesReader.JSON.readTree(common).path("choices").path(0);
        } catch (IOException unreadable) {
            return null;
        }
        if (!choice.path("message").isObject()) {
            return null;
        }
        ObjectNode object = begun(by.name());
        ResponseObject.end(object, choice.path("finish_reason").asText(""), output(choice), counts, now());
        byte[] whole = StoredItems.bytes(object);
        return new Ending(whole, keepsake(object, () -> whole, () -> StoredItems.bytes(unkept(object))));
    }

    /** What it begins with. */
    ObjectNode begun(String model) {
        return begun.deepCopy().put("model", model).put("store", store);
    }

    /** Seconds of Unix time. */
    long now() {
        return clock.millis() / MILLIS;
    }

    /**
     * What is kept of it; null where nothing is.
     *
     * @param object the response
     * @param whole writes it
     * @param unkept writes what its client gets where it could not be kept
     */
    Ending.@Nullable Keepsake keepsake(ObjectNode object, Supplier<byte[]> whole, Supplier<byte[]> unkept) {
        return store
                ? new Ending.KeptResponse(
                        response,
                        before,
                        StoredItems.bytes(input),
                        whole.get(),
                        addition == null ? null : addition.with(object.path("output")),
                        unkept)
                : null;
    }

    /** The same response, that is not kept. */
    static ObjectNode unkept(ObjectNode object) {
        return object.deepCopy().put("store", false).putNull("conversation");
    }

    private ArrayNode output(JsonNode choice) {
        ArrayNode items = ResponsesReader.JSON.createArrayNode();
        JsonNode message = choice.path("message");
        String thought = ChatMessage.thought(message);
        if (!thought.isEmpty()) {
            items.add(OutputItem.reasoning(id(ItemIds.REASONING, items), Surrogates.whole(thought)));
        }
        String text = message.path("content").asText("");
        if (!text.isEmpty() || message.path("tool_calls").isEmpty()) {
            items.add(OutputItem.message(
                    id(ItemIds.MESSAGE, items),
                    Surrogates.whole(text),
                    OutputItem.logprobs(choice.path("logprobs").path("content"))));
        }
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            items.add(OutputItem.call(
                    id(ItemIds.CALL, items),
                    call.path("id").asText(),
                    function.path("name").asText(),
                    Surrogates.whole(function.path("arguments").asText(""))));
        }
        return items;
    }

    private String id(String prefix, ArrayNode items) {
        return ItemIds.output(prefix, response, items.size());
    }

    @Override
    public String toString() {
        return "ResponseAnswer[" + response + "]";
    }
}
