package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.gateway.Needs;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.platform.id.RequestId;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** {@code POST /v1/completions}. */
final class CompletionRules implements RequestRules {
    private static final long MAX_LOGPROBS = 5;
    private static final long MAX_BEST_OF = 20;

    /** OpenAI's, where the client gives none: engines differ in theirs. */
    private static final long DEFAULT_MAX_TOKENS = 16;

    /** What OpenAI takes of texts; engines answer them one after the other. */
    private static final int MAX_PROMPTS = 2048;

    private final RequestId id;
    private final JsonParser parser;
    private final ValueChecks value;
    private final SamplingRules sampling;
    private long prompts;
    private long bestOf = 1;
    private boolean logprobs;

    CompletionRules(RequestId id, JsonParser parser) {
        this.id = id;
        this.parser = parser;
        this.value = new ValueChecks(parser);
        this.sampling = new SamplingRules(parser, value);
    }

    @Override
    public void check(String name) throws IOException {
        switch (name) {
            case "prompt" -> prompts = new TextInput(parser, name, MAX_PROMPTS).tokensToo();
            case "best_of" -> bestOf = value.isNull() ? 1 : value.integer(name, 1, MAX_BEST_OF);
            case "logprobs" -> logprobs = !value.isNull() && value.integer(name, 0, MAX_LOGPROBS) >= 0;
            case "echo" -> value.optionalBool(name);
            case "suffix" -> value.optionalText(name);
            default -> sampling.check(name);
        }
    }

    @Override
    public InferenceRequest request(ReadMembers members) {
        String model = sampling.model();
        if (prompts == 0) {
            throw Refusals.missing("prompt");
        }
        sampling.end();
        if (bestOf > 1 && bestOf < sampling.choices()) {
            throw Refusals.value("best_of", "it must not be less than n", "n보다 작을 수 없습니다");
        }
        if (bestOf > 1 && sampling.stream()) {
            throw Refusals.value("best_of", "it cannot be streamed", "스트리밍과 함께 사용할 수 없습니다");
        }
        long most = sampling.maxOutputTokens();
        return new InferenceRequest(
                members.forEngine(EngineOperation.COMPLETION, sampling.stream(), sampling.includeUsage()),
                members.body(),
                model,
                most == InferenceRequest.UNSET ? DEFAULT_MAX_TOKENS : most,
                prompts,
                prompts * Math.max(bestOf, sampling.choices()),
                Needs.COMPLETIONS.and(logprobs, Capability.LOGPROBS, "logprobs"),
                sampling.metadata(),
                new GeneratedAnswer("cmpl-" + id.ulid()));
    }
}
