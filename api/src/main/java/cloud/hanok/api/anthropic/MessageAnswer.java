package cloud.hanok.api.anthropic;

import cloud.hanok.api.gateway.AnswerForm;
import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.api.openai.ChatMessage;
import cloud.hanok.cluster.engine.BodyTranslator;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.Surrogates;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.serving.ServingDeployment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a message of Anthropic's.
 *
 * @param id names it
 */
record MessageAnswer(String id) implements AnswerForm {
    static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public StreamForm stream(ServingDeployment by) {
        return new MessageStream(begun(by.name()));
    }

    @Override
    public @Nullable Ending body(EngineCodec codec, byte[] engineBody, ServingDeployment by, TokenCounts counts) {
        byte[] common = BodyTranslator.translate(codec, engineBody, id, by.name(), counts);
        if (common == null) {
            return null;
        }
        try {
            JsonNode choice = JSON.readTree(common).path("choices").path(0);
            if (!choice.path("message").isObject()) {
                return null;
            }
            ObjectNode message = begun(by.name());
            content(choice.get("message"), message.putArray("content"));
            end(choice, message);
            message.set("usage", usage(counts));
            return Ending.of(JSON.writeValueAsBytes(message));
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** What a message begins with. */
    private ObjectNode begun(String model) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
    }

    private static void content(JsonNode message, ArrayNode blocks) {
        String thought = ChatMessage.thought(message);
        if (!thought.isEmpty()) {
            blocks.addObject()
                    .put("type", "thinking")
                    .put("thinking", Surrogates.whole(thought))
                    .put("signature", "");
        }
        String text = message.path("content").asText("");
        JsonNode calls = message.path("tool_calls");
        if (!text.isEmpty()) {
            blocks.addObject().put("type", "text").put("text", Surrogates.whole(text));
        }
        for (JsonNode call : calls) {
            blocks.addObject()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asText())
                    .put("name", call.path("function").path("name").asText())
                    .set("input", input(call.path("function").path("arguments").asText("")));
        }
    }

    /** Arguments that are no JSON object, which a model may write, are handed on as they stand. */
    private static JsonNode input(String arguments) {
        try {
            if (JSON.readTree(arguments) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException notJson) {
            return asTheyStand(arguments);
        }
        return arguments.isBlank() ? JSON.createObjectNode() : asTheyStand(arguments);
    }

    private static ObjectNode asTheyStand(String arguments) {
        return JSON.createObjectNode().put("arguments", Surrogates.whole(arguments));
    }

    /** Says why an answer ended, of which OpenAI's form says it in {@code choice}. */
    static void end(JsonNode choice, ObjectNode message) {
        // vLLM's name for the text that ended it, and SGLang's.
        JsonNode stop = choice.path(choice.has("matched_stop") ? "matched_stop" : "stop_reason");
        boolean sequence =
                stop.isTextual() && choice.path("finish_reason").asText().equals("stop");
        message.put("stop_reason", sequence ? "stop_sequence" : reason(choice.path("finish_reason")));
        message.put("stop_sequence", sequence ? stop.asText() : null);
    }

    private static String reason(JsonNode finish) {
        return switch (finish.asText("")) {
            case "length" -> "max_tokens";
            case "tool_calls", "function_call" -> "tool_use";
            case "content_filter" -> "refusal";
            default -> "end_turn";
        };
    }

    /** Here, unlike in OpenAI's form, tokens from a cache are apart from the others. */
    static ObjectNode usage(TokenCounts counts) {
        return JSON.createObjectNode()
                .put("input_tokens", counts.inputTokens() - counts.cachedTokens())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", counts.cachedTokens())
                .put("output_tokens", counts.outputTokens());
    }
}
