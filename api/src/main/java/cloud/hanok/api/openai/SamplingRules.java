package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.openai.Refusals.Expected;
import cloud.hanok.billing.usage.RequestMetadata;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What chats and completions have in common: the model, how it writes, and how the answer is sent. */
final class SamplingRules {
    private static final long MAX_CHOICES = 128;
    private static final int MAX_STOPS = 4;

    private final JsonParser parser;
    private final ValueChecks value;
    private final ModelName model = new ModelName();
    private boolean stream;
    private boolean streamOptions;
    private boolean includeUsage;
    private long maxOutputTokens = InferenceRequest.UNSET;
    private long choices = 1;
    private RequestMetadata metadata = RequestMetadata.NONE;

    SamplingRules(JsonParser parser, ValueChecks value) {
        this.parser = parser;
        this.value = value;
    }

    /** The name of the model. */
    String model() {
        return model.checked();
    }

    boolean stream() {
        return stream;
    }

    boolean includeUsage() {
        return includeUsage;
    }

    long maxOutputTokens() {
        return maxOutputTokens;
    }

    long choices() {
        return choices;
    }

    RequestMetadata metadata() {
        return metadata;
    }

    /** Checks the value of one parameter; what is unknown is passed over: engines have more. */
    void check(String name) throws IOException {
        switch (name) {
            case "model" -> model.read(value);
            case "stream" -> stream = !value.isNull() && value.bool(name);
            case "stream_options" -> streamOptions(name);
            case "max_tokens" -> maxTokens(name);
            case "n" -> choices = value.isNull() ? 1 : value.integer(name, 1, MAX_CHOICES);
            case "temperature" -> value.number(name, 0, 2);
            case "top_p" -> value.number(name, 0, 1);
            case "frequency_penalty", "presence_penalty" -> value.number(name, -2, 2);
            case "seed" -> value.optionalInteger(name, Long.MIN_VALUE, Long.MAX_VALUE);
            case "stop" -> value.texts(name, MAX_STOPS);
            case "logit_bias" -> value.container(name, JsonToken.START_OBJECT, Expected.OBJECT);
            case "metadata" -> metadata = value.metadata(name);
            case "user" -> value.optionalText(name);
            default -> parser.skipChildren();
        }
    }

    /** The least of what is said of it under its several names. */
    void maxTokens(String name) throws IOException {
        if (!value.isNull()) {
            long bound = value.integer(name, 1, Integer.MAX_VALUE);
            maxOutputTokens = maxOutputTokens == InferenceRequest.UNSET ? bound : Math.min(maxOutputTokens, bound);
        }
    }

    /** What only the whole request shows. */
    void end() {
        if (streamOptions && !stream) {
            throw Refusals.value(
                    "stream_options", "it is only allowed with stream: true", "stream: true 일 때만 사용할 수 있습니다");
        }
    }

    private void streamOptions(String name) throws IOException {
        if (value.isNull()) {
            return;
        }
        value.expect(name, JsonToken.START_OBJECT, Expected.OBJECT);
        streamOptions = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String option = parser.currentName();
            parser.nextToken();
            if (option.equals("include_usage")) {
                includeUsage = value.bool(name + ".include_usage");
            } else {
                parser.skipChildren();
            }
        }
    }
}
