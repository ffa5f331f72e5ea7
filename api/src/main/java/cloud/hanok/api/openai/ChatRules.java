package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.openai.Refusals.Expected;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.platform.id.RequestId;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** {@code POST /v1/chat/completions}. */
final class ChatRules implements RequestRules {
    private static final long MAX_TOP_LOGPROBS = 20;

    private final RequestId id;
    private final JsonParser parser;
    private final ValueChecks value;
    private final SamplingRules sampling;
    private boolean messages;

    ChatRules(RequestId id, JsonParser parser) {
        this.id = id;
        this.parser = parser;
        this.value = new ValueChecks(parser);
        this.sampling = new SamplingRules(parser, value);
    }

    @Override
    public void check(String name) throws IOException {
        switch (name) {
            case "messages" -> {
                new MessageRules(parser).check();
                messages = true;
            }
            case "max_completion_tokens" -> sampling.maxTokens(name);
            case "top_logprobs" -> value.optionalInteger(name, 0, MAX_TOP_LOGPROBS);
            case "logprobs", "parallel_tool_calls", "store" -> value.optionalBool(name);
            case "tools" -> value.container(name, JsonToken.START_ARRAY, Expected.ARRAY);
            case "response_format", "prediction" -> value.container(name, JsonToken.START_OBJECT, Expected.OBJECT);
            case "safety_identifier", "prompt_cache_key", "service_tier", "reasoning_effort" ->
                value.optionalText(name);
            default -> sampling.check(name);
        }
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
                new GeneratedAnswer("chatcmpl-" + id.ulid(), model));
    }
}
