package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.gateway.Needs;
import cloud.hanok.api.openai.Refusals.Expected;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.cluster.engine.EngineOperation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** {@code POST /v1/tokenize}: of a text, or of a conversation as the model's template writes it. */
final class TokenizeRules implements RequestRules {
    private final byte[] body;
    private final JsonParser parser;
    private final ValueChecks value;
    private final ModelName model = new ModelName();
    private boolean prompt;
    private boolean messages;
    private boolean remoteImages;

    TokenizeRules(byte[] body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
        this.value = new ValueChecks(parser);
    }

    @Override
    public void check(String name) throws IOException {
        switch (name) {
            case "model" -> model.read(value);
            case "prompt" -> {
                value.expect(name, JsonToken.VALUE_STRING, Expected.STRING);
                prompt = true;
            }
            case "messages" -> {
                MessageRules rules = new MessageRules(body, parser);
                rules.check();
                remoteImages = rules.hasRemoteImages();
                messages = true;
            }
            case "tools" -> value.container(name, JsonToken.START_ARRAY, Expected.ARRAY);
            case "add_special_tokens", "add_generation_prompt", "return_token_strs" -> value.optionalBool(name);
            default -> parser.skipChildren();
        }
    }

    @Override
    public InferenceRequest request(ReadMembers members) {
        String name = model.checked();
        if (!prompt && !messages) {
            throw Refusals.missing("prompt");
        }
        if (prompt && messages) {
            throw Refusals.value("messages", "it cannot be given with prompt", "prompt와 함께 지정할 수 없습니다");
        }
        EngineOperation operation = messages ? EngineOperation.COUNT : EngineOperation.TOKENIZE;
        return new InferenceRequest(
                members.forEngine(operation, false, false),
                members.body(),
                name,
                0,
                1,
                1,
                Needs.NONE.withRemoteImages(remoteImages),
                RequestMetadata.NONE,
                TokensAnswer.TOKENS);
    }
}
