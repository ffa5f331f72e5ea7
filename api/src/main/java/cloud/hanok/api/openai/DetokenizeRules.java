package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.gateway.Needs;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.cluster.engine.EngineOperation;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** {@code POST /v1/detokenize}. */
final class DetokenizeRules implements RequestRules {
    private final JsonParser parser;
    private final ValueChecks value;
    private final ModelName model = new ModelName();
    private boolean tokens;

    DetokenizeRules(JsonParser parser) {
        this.parser = parser;
        this.value = new ValueChecks(parser);
    }

    @Override
    public void check(String name) throws IOException {
        switch (name) {
            case "model" -> model.read(value);
            case "tokens" -> {
                value.integers(name);
                tokens = true;
            }
            default -> parser.skipChildren();
        }
    }

    @Override
    public InferenceRequest request(ReadMembers members) {
        String name = model.checked();
        if (!tokens) {
            throw Refusals.missing("tokens");
        }
        return new InferenceRequest(
                members.forEngine(EngineOperation.DETOKENIZE, false, false),
                members.body(),
                name,
                0,
                1,
                1,
                Needs.NONE,
                RequestMetadata.NONE,
                TokensAnswer.TEXT);
    }
}
