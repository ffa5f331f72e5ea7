package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.openai.Refusals.Expected;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's specification (2.3.0) says of the parameters of a chat request. A parameter it does not know is passed
 * over: engines have more. The parser stands on the first token of a value when a check starts and on its last when it
 * ends.
 */
final class ParameterRules {
    private static final long MAX_CHOICES = 128;
    private static final int MAX_STOPS = 4;
    private static final int MAX_METADATA = 16;
    private static final long MAX_TOP_LOGPROBS = 20;

    private final JsonParser parser;
    private @Nullable String model;
    private boolean messages;
    private boolean stream;
    private boolean streamOptions;
    private boolean includeUsage;
    private long maxOutputTokens = InferenceRequest.UNSET;
    private long choices = 1;

    ParameterRules(JsonParser parser) {
        this.parser = parser;
    }

    @Nullable
    String model() {
        return model;
    }

    boolean hasMessages() {
        return messages;
    }

    boolean stream() {
        return stream;
    }

    boolean hasStreamOptions() {
        return streamOptions;
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

    /** Checks the value of one parameter. */
    void check(String name) throws IOException {
        boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
        switch (name) {
            case "model" -> model = text(name);
            case "messages" -> {
                new MessageRules(parser).check();
                messages = true;
            }
            case "stream" -> stream = !isNull && bool(name);
            case "stream_options" -> streamOptions(name);
            case "max_tokens", "max_completion_tokens" -> maxTokens(name);
            case "n" -> choices = isNull ? 1 : integer(name, 1, MAX_CHOICES);
            case "temperature" -> number(name, 0, 2);
            case "top_p" -> number(name, 0, 1);
            case "frequency_penalty", "presence_penalty" -> number(name, -2, 2);
            case "top_logprobs" -> optionalInteger(name, 0, MAX_TOP_LOGPROBS);
            case "seed" -> optionalInteger(name, Long.MIN_VALUE, Long.MAX_VALUE);
            case "logprobs", "parallel_tool_calls", "store" -> optionalBool(name);
            case "stop" -> stops(name);
            case "metadata" -> metadata(name);
            case "tools" -> container(name, JsonToken.START_ARRAY, Expected.ARRAY);
            case "logit_bias", "response_format", "prediction" ->
                container(name, JsonToken.START_OBJECT, Expected.OBJECT);
            case "user", "safety_identifier", "prompt_cache_key", "service_tier", "reasoning_effort" ->
                optionalText(name);
            default -> parser.skipChildren();
        }
    }

    private void maxTokens(String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            long bound = integer(name, 1, Integer.MAX_VALUE);
            maxOutputTokens = maxOutputTokens == InferenceRequest.UNSET ? bound : Math.min(maxOutputTokens, bound);
        }
    }

    private void streamOptions(String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(name, JsonToken.START_OBJECT, Expected.OBJECT);
        streamOptions = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String option = parser.currentName();
            parser.nextToken();
            if (option.equals("include_usage")) {
                includeUsage = bool(name + ".include_usage");
            } else {
                parser.skipChildren();
            }
        }
    }

    private void stops(String name) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL) {
            return;
        }
        expect(name, JsonToken.START_ARRAY, Expected.STRING_OR_STRINGS);
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(name + "[" + count + "]", JsonToken.VALUE_STRING, Expected.STRING);
            count++;
        }
        if (count > MAX_STOPS) {
            throw Refusals.tooMany(name, MAX_STOPS);
        }
    }

    private void metadata(String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(name, JsonToken.START_OBJECT, Expected.OBJECT);
        int count = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            expect(name + "." + key, JsonToken.VALUE_STRING, Expected.STRING);
            count++;
        }
        if (count > MAX_METADATA) {
            throw Refusals.tooMany(name, MAX_METADATA);
        }
    }

    private void container(String name, JsonToken start, Expected what) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            expect(name, start, what);
            parser.skipChildren();
        }
    }

    private void number(String name, double least, double most) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
            throw Refusals.type(name, Expected.NUMBER);
        }
        double value = parser.getDoubleValue();
        if (!(value >= least && value <= most)) {
            throw Refusals.outOfRange(name, plain(least), plain(most));
        }
    }

    private void optionalInteger(String name, long least, long most) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            integer(name, least, most);
        }
    }

    private long integer(String name, long least, long most) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw Refusals.type(name, Expected.INTEGER);
        }
        boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        long value = fits ? parser.getLongValue() : 0;
        if (!fits || value < least || value > most) {
            throw Refusals.outOfRange(name, Long.toString(least), Long.toString(most));
        }
        return value;
    }

    private void optionalBool(String name) {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            bool(name);
        }
    }

    private boolean bool(String name) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw Refusals.type(name, Expected.BOOLEAN);
        };
    }

    private void optionalText(String name) {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            expect(name, JsonToken.VALUE_STRING, Expected.STRING);
        }
    }

    private String text(String name) throws IOException {
        expect(name, JsonToken.VALUE_STRING, Expected.STRING);
        return parser.getText();
    }

    private void expect(String name, JsonToken token, Expected what) {
        if (parser.currentToken() != token) {
            throw Refusals.type(name, what);
        }
    }

    private static String plain(double bound) {
        return Long.toString((long) bound);
    }
}
