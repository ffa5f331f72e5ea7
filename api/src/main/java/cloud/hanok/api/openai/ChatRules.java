package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.AnswerForm;
import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.gateway.Needs;
import cloud.hanok.api.openai.Refusals.Expected;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.RequestId;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** {@code POST /v1/chat/completions}. */
final class ChatRules implements RequestRules {
    private static final long MAX_TOP_LOGPROBS = 20;

    private final RequestId id;
    private final byte[] body;
    private final JsonParser parser;
    private final ValueChecks value;
    private final SamplingRules sampling;
    private boolean messages;
    private boolean tools;
    private boolean images;
    private boolean remoteImages;
    private boolean schema;
    private boolean logprobs;
    private boolean store;

    ChatRules(RequestId id, byte[] body, JsonParser parser) {
        this.id = id;
        this.body = body;
        this.parser = parser;
        this.value = new ValueChecks(parser);
        this.sampling = new SamplingRules(parser, value);
    }

    @Override
    public void check(String name) throws IOException {
        switch (name) {
            case "messages" -> {
                MessageRules rules = new MessageRules(body, parser);
                rules.check();
                images = rules.hasImages();
                remoteImages = rules.hasRemoteImages();
                messages = true;
            }
            case "max_completion_tokens" -> sampling.maxTokens(name);
            case "top_logprobs" -> value.optionalInteger(name, 0, MAX_TOP_LOGPROBS);
            case "logprobs" -> logprobs = !value.isNull() && value.bool(name);
            case "parallel_tool_calls" -> value.optionalBool(name);
            case "store" -> store = !value.isNull() && value.bool(name);
            case "tools" -> tools = value.elements(name) > 0;
            case "response_format" -> schema = isSchema(name);
            case "prediction" -> value.container(name, JsonToken.START_OBJECT, Expected.OBJECT);
            case "safety_identifier", "prompt_cache_key", "service_tier", "reasoning_effort" ->
                value.optionalText(name);
            default -> sampling.check(name);
        }
    }

    /** Whether the answer is to keep to a schema. */
    private boolean isSchema(String name) throws IOException {
        if (value.isNull()) {
            return false;
        }
        value.expect(name, JsonToken.START_OBJECT, Expected.OBJECT);
        boolean found = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isType = parser.currentName().equals("type");
            parser.nextToken();
            if (isType) {
                found = value.text(name + ".type").equals("json_schema");
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    @Override
    public InferenceRequest request(ReadMembers members) {
        String model = sampling.model();
        if (!messages) {
            throw Refusals.missing("messages");
        }
        sampling.end();
        return new InferenceRequest(
                members.forEngine(EngineOperation.CHAT, sampling.stream(), sampling.includeUsage()),
                members.body(),
                model,
                sampling.maxOutputTokens(),
                1,
                sampling.choices(),
                Needs.CHAT
                        .and(tools, Capability.TOOLS, "tools")
                        .and(images, Capability.IMAGES, "messages")
                        .and(schema, Capability.JSON_SCHEMA, "response_format")
                        .and(logprobs, Capability.LOGPROBS, "logprobs")
                        .withRemoteImages(remoteImages),
                sampling.metadata(),
                answer(members));
    }

    private AnswerForm answer(ReadMembers members) {
        ChatCompletionId completion = ChatCompletionId.of(id);
        return store
                ? StoredChatAnswer.of(completion, members.value("messages"), sampling.metadata())
                : new GeneratedAnswer(completion.text());
    }
}
