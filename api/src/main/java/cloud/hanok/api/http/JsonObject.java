package cloud.hanok.api.http;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read field by field. Each reader names the field it could not use; after the last one
 * {@link #end()} refuses the fields nobody asked for, so that a misspelt one changes nothing in silence.
 */
public final class JsonObject {
    /** Our bodies are shallow; deeper ones are attacks. */
    private static final int DEPTH_LIMIT = 16;

    /** A number longer than this is no amount. */
    private static final int NUMBER_LIMIT_CHARS = 40;

    /** Rooms have shorter limits for what they name, and word them; nothing longer than this is looked at. */
    private static final int TEXT_LIMIT_CHARS = 1_000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_LIMIT)
                    .maxNumberLength(NUMBER_LIMIT_CHARS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectReader READER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final JsonNode node;
    private final String path;
    private final Set<String> read = new HashSet<>();

    private JsonObject(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * Reads a body.
     *
     * @throws ApiException when it is no JSON, or no object
     */
    public static JsonObject of(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_REQUEST));
        }
        try {
            JsonNode node = READER.readTree(body);
            if (node == null || !node.isObject()) {
                throw new ApiException(ApiError.of(ErrorCode.INVALID_REQUEST));
            }
            return new JsonObject(node, "");
        } catch (JsonProcessingException malformed) {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_JSON), malformed);
        } catch (IOException impossible) {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_JSON), impossible);
        }
    }

    /** The one text of a body that has nothing else, such as a name. */
    public static String onlyText(byte @Nullable [] body, String field) {
        JsonObject fields = of(body);
        String text = fields.text(field);
        fields.end();
        return text;
    }

    /** A text that must be there and not be blank, of at most {@value #TEXT_LIMIT_CHARS} characters. */
    public String text(String field) {
        return text(field, TEXT_LIMIT_CHARS);
    }

    /** A text that must be there and not be blank, of at most this many characters. */
    public String text(String field, int limitChars) {
        return optionalText(field, limitChars).orElseThrow(() -> missing(field));
    }

    /** A text that may be absent or null; when there, it is not blank. */
    public Optional<String> optionalText(String field, int limitChars) {
        JsonNode value = value(field);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(textOf(value, name(field), limitChars));
    }

    /** A text that is one of few, by what they are called. */
    public <T> T choice(String field, Function<String, Optional<T>> byText, String choices) {
        return optionalChoice(field, byText, choices).orElseThrow(() -> missing(field));
    }

    /** The same, which may be absent or null. */
    public <T> Optional<T> optionalChoice(String field, Function<String, Optional<T>> byText, String choices) {
        return optionalText(field, 64)
                .map(text -> byText.apply(text).orElseThrow(() -> noChoice(name(field), choices)));
    }

    /** A list of texts that are each one of these; absent and null are empty. */
    public <T> List<T> choices(String field, Function<String, Optional<T>> byText, List<String> choices) {
        var chosen = new ArrayList<T>();
        for (String text : texts(field, choices.size(), 64)) {
            String name = name(field) + "[" + chosen.size() + "]";
            chosen.add(byText.apply(text).orElseThrow(() -> noChoice(name, String.join(", ", choices))));
        }
        return List.copyOf(chosen);
    }

    /** An identifier of ours. */
    public <T> T id(String field, Function<String, T> parse) {
        String text = text(field, 64);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(
                    ApiError.invalidValue(name(field), String.valueOf(wrong.getMessage()), "올바른 ID 형식이 아닙니다"), wrong);
        }
    }

    /** A whole number within bounds, both inclusive. */
    public long integer(String field, long lowest, long highest) {
        return optionalInteger(field, lowest, highest).orElseThrow(() -> missing(field));
    }

    /** The same, which may be absent or null. */
    public Optional<Long> optionalInteger(String field, long lowest, long highest) {
        JsonNode value = value(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw wrongType(name(field), "an integer");
        }
        if (!value.canConvertToLong() || value.longValue() < lowest || value.longValue() > highest) {
            throw new ApiException(ApiError.invalidValue(
                    name(field),
                    "it must be between " + lowest + " and " + highest,
                    lowest + " 이상 " + highest + " 이하여야 합니다"));
        }
        return Optional.of(value.longValue());
    }

    /** Yes or no, which may be absent or null. */
    public Optional<Boolean> optionalFlag(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw wrongType(name(field), "a boolean");
        }
        return Optional.of(value.booleanValue());
    }

    /** A list of texts, of at most this many of at most that many characters each; absent and null are empty. */
    public List<String> texts(String field, int limit, int limitChars) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrongType(name(field), "an array of strings");
        }
        checkSize(field, value, limit);
        var texts = new ArrayList<String>();
        for (JsonNode item : value) {
            texts.add(textOf(item, name(field) + "[" + texts.size() + "]", limitChars));
        }
        return List.copyOf(texts);
    }

    /** A list of objects, of at most this many; absent and null are empty. Their own {@link #end()}s are still to be called. */
    public List<JsonObject> objects(String field, int limit) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrongType(name(field), "an array of objects");
        }
        checkSize(field, value, limit);
        var objects = new ArrayList<JsonObject>();
        for (JsonNode item : value) {
            String name = name(field) + "[" + objects.size() + "]";
            if (!item.isObject()) {
                throw wrongType(name, "an object");
            }
            objects.add(new JsonObject(item, name + "."));
        }
        return List.copyOf(objects);
    }

    /** Whether the body has this field, be it null: what is absent is left as it is. */
    public boolean has(String field) {
        return node.has(field);
    }

    /** Whether this field is a list. */
    public boolean isArray(String field) {
        JsonNode value = node.get(field);
        return value != null && value.isArray();
    }

    /** An object of texts, of at most this many; names and texts have their own limits elsewhere. Absent is empty. */
    public Map<String, String> textsByName(String field, int limit) {
        JsonNode value = value(field);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw wrongType(name(field), "an object of strings");
        }
        checkSize(field, value, limit);
        var texts = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!entry.getValue().isTextual()) {
                throw wrongType(name(field) + "." + entry.getKey(), "a string");
            }
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        return texts;
    }

    /** An object that must be there. Its own {@link #end()} is still to be called. */
    public JsonObject object(String field) {
        JsonNode value = value(field);
        if (value == null) {
            throw missing(field);
        }
        if (!value.isObject()) {
            throw wrongType(name(field), "an object");
        }
        return new JsonObject(value, name(field) + ".");
    }

    /**
     * Nothing more is wanted.
     *
     * @throws ApiException when there is a field that nobody read
     */
    public void end() {
        Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
        while (fields.hasNext()) {
            String field = fields.next().getKey();
            if (!read.contains(field)) {
                throw new ApiException(ApiError.about(ErrorCode.UNKNOWN_PARAMETER, name(field)));
            }
        }
    }

    private @Nullable JsonNode value(String field) {
        read.add(field);
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private void checkSize(String field, JsonNode value, int limit) {
        if (value.size() > limit) {
            throw new ApiException(ApiError.invalidValue(
                    name(field), "at most " + limit + " items are allowed", "최대 " + limit + "개까지 넣을 수 있습니다"));
        }
    }

    private static String textOf(JsonNode value, String name, int limitChars) {
        if (!value.isTextual()) {
            throw wrongType(name, "a string");
        }
        String text = value.textValue();
        if (text.isBlank() || text.length() > limitChars) {
            throw new ApiException(ApiError.invalidValue(
                    name, "it must have 1 to " + limitChars + " characters", "1자 이상 " + limitChars + "자 이하여야 합니다"));
        }
        return text;
    }

    private static ApiException noChoice(String name, String choices) {
        return new ApiException(
                ApiError.invalidValue(name, "it must be one of: " + choices, "다음 중 하나여야 합니다: " + choices));
    }

    private ApiException missing(String field) {
        return new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, name(field)));
    }

    private static ApiException wrongType(String name, String expected) {
        return new ApiException(ApiError.about(ErrorCode.INVALID_TYPE, name, expected));
    }

    private String name(String field) {
        return path + field;
    }
}
