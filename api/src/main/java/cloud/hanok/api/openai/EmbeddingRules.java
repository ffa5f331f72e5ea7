package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.gateway.Needs;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.cluster.engine.EngineOperation;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** {@code POST /v1/embeddings}. */
final class EmbeddingRules implements RequestRules {
    private static final int MAX_INPUTS = 2048;
    private static final long MAX_DIMENSIONS = 65_536;

    private final JsonParser parser;
    private final ValueChecks value;
    private final ModelName model = new ModelName();
    private long inputs;
    private long dimensions;
    private boolean base64;
    private RequestMetadata metadata = RequestMetadata.NONE;

    EmbeddingRules(JsonParser parser) {
        this.parser = parser;
        this.value = new ValueChecks(parser);
    }

    @Override
    public void check(String name) throws IOException {
        switch (name) {
            case "model" -> model.read(value);
            case "input" -> inputs = new TextInput(parser, name, MAX_INPUTS).textsOnly();
            case "encoding_format" -> base64 = !value.isNull() && isBase64(value.text(name));
            case "dimensions" -> dimensions = value.isNull() ? 0 : value.integer(name, 1, MAX_DIMENSIONS);
            case "metadata" -> metadata = value.metadata(name);
            case "user" -> value.optionalText(name);
            default -> parser.skipChildren();
        }
    }

    private static boolean isBase64(String format) {
        return switch (format) {
            case "base64" -> true;
            case "float" -> false;
            default ->
                throw Refusals.value(
                        "encoding_format", "it must be one of: float, base64", "다음 중 하나여야 합니다: float, base64");
        };
    }

    @Override
    public InferenceRequest request(ReadMembers members) {
        String name = model.checked();
        if (inputs == 0) {
            throw Refusals.missing("input");
        }
        return new InferenceRequest(
                members.forEngine(EngineOperation.EMBEDDING, false, false),
                members.body(),
                name,
                0,
                inputs,
                1,
                Needs.EMBEDDINGS,
                metadata,
                new EmbeddingAnswer(base64, inputs, dimensions));
    }
}
