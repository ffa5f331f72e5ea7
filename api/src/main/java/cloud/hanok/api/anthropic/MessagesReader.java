package cloud.hanok.api.anthropic;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.gateway.Needs;
import cloud.hanok.api.openai.ChatMessage;
import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.PromptLength;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.cluster.engine.OpenAiRequest;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.platform.id.RequestId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the body of {@code POST /v1/messages} and makes the chat of it that engines take. What has no counterpart there is
 * refused by name where the answer would be another one without it, and passed over where it only advises (caching, tiers).
 */
final class MessagesReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String USER_ID = "user_id";
    private static final int MAX_STOPS = 16;
    private static final int MAX_MESSAGES = 100_000;

    private MessagesReader() {}

    /**
     * Reads one body.
     *
     * @param id names the request, and its answer
     * @throws ApiException saying which parameter is wrong and what would be right
     */
    static InferenceRequest read(RequestId id, byte[] body) {
        Fields request = Fields.of(body);
        String model = request.model();
        long maxTokens = request.requiredInteger("max_tokens", 1, Integer.MAX_VALUE);
        boolean stream = request.bool("stream");
        ObjectNode chat = chat(request);
        if (stream) {
            chat.put("stream", true);
        }
        return new InferenceRequest(
                OpenAiRequest.of(EngineOperation.CHAT, bytes(chat), stream, false),
                body,
                model,
                maxTokens,
                1,
                1,
                needs(chat),
                metadata(request),
                new MessageAnswer("msg_" + id.ulid()));
    }

    /**
     * Reads the body of {@code POST /v1/messages/count_tokens}.
     *
     * @throws ApiException saying which parameter is wrong and what would be right
     */
    static InferenceRequest readToCount(byte[] body) {
        Fields request = Fields.of(body);
        String model = request.model();
        ObjectNode chat = conversation(request);
        return new InferenceRequest(
                OpenAiRequest.of(EngineOperation.COUNT, bytes(chat), false, false),
                body,
                model,
                0,
                1,
                1,
                Needs.NONE.withRemoteImages(ChatMessage.hasRemoteImages(chat)),
                RequestMetadata.NONE,
                new PromptLength("{\"input_tokens\":"));
    }

    /** {@code messages}, and {@code tools} where there are some, in OpenAI's form. */
    private static ObjectNode conversation(Fields request) {
        ObjectNode chat = JSON.createObjectNode();
        ArrayNode messages = chat.putArray("messages");
        Conversation conversation = new Conversation(messages);
        conversation.system(request.node("system"));
        JsonNode given = request.array("messages");
        if (given.isEmpty()) {
            throw Refusals.empty("messages");
        }
        if (given.size() > MAX_MESSAGES) {
            throw Refusals.tooMany("messages", MAX_MESSAGES);
        }
        for (int i = 0; i < given.size(); i++) {
            conversation.message("messages[" + i + "]", given.get(i));
        }
        Tools.add(request, chat);
        return chat;
    }

    /** Of Anthropic's metadata there is one name. */
    private static RequestMetadata metadata(Fields request) {
        return userId(request)
                .map(user -> RequestMetadata.of(Map.of(USER_ID, Refusals.checkedMetadata("metadata." + USER_ID, user))))
                .orElse(RequestMetadata.NONE);
    }

    private static Optional<String> userId(Fields request) {
        return request.object("metadata").flatMap(metadata -> metadata.text(USER_ID));
    }

    private static Needs needs(ObjectNode chat) {
        return Needs.CHAT
                .and(chat.has("tools"), Capability.TOOLS, "tools")
                .and(ChatMessage.imageUrls(chat).findAny().isPresent(), Capability.IMAGES, "messages")
                .and(chat.has("response_format"), Capability.JSON_SCHEMA, "output_config")
                .withRemoteImages(ChatMessage.hasRemoteImages(chat));
    }

    private static ObjectNode chat(Fields request) {
        request.refuse("mcp_servers", "container");
        ObjectNode chat = conversation(request);
        request.number("temperature", 0, 1).ifPresent(value -> chat.put("temperature", value));
        request.number("top_p", 0, 1).ifPresent(value -> chat.put("top_p", value));
        request.integer("top_k", 0, Integer.MAX_VALUE).ifPresent(value -> chat.put("top_k", value));
        ArrayNode stops = request.texts("stop_sequences", MAX_STOPS);
        if (!stops.isEmpty()) {
            chat.set("stop", stops);
        }
        userId(request).ifPresent(user -> chat.put("user", user));
        schema(request, chat);
        return chat;
    }

    /** Structured output, where it is asked for under its present name or its former one. */
    private static void schema(Fields request, ObjectNode chat) {
        request.object("output_config")
                .flatMap(config -> config.object("format"))
                .or(() -> request.object("output_format"))
                .ifPresent(format -> {
                    ObjectNode wanted = chat.putObject("response_format");
                    wanted.put("type", "json_schema");
                    wanted.putObject("json_schema")
                            .put("name", "output")
                            .put("strict", true)
                            .set("schema", format.requiredObject("schema"));
                });
    }

    private static byte[] bytes(ObjectNode chat) {
        try {
            return JSON.writeValueAsBytes(chat);
        } catch (IOException loneSurrogate) {
            throw Refusals.unreadable();
        }
    }
}
