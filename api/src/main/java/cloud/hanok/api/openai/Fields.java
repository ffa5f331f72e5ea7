package cloud.hanok.api.openai;

import cloud.hanok.api.openai.Refusals.Expected;
import cloud.hanok.billing.usage.RequestMetadata;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The members of an object of a request, each asked for with what it has to be. An absent member and {@code null} are the same.
 *
 * @param path of the object in the body, with a dot after it; empty for the body itself
 */
public record Fields(String path, ObjectNode node) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Of a body. */
    public static Fields of(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return new Fields("", object);
            }
        } catch (IOException unreadable) {
            throw Refusals.unreadable();
        }
        throw Refusals.notAnObject();
    }

    /** Of a value in it. */
    public static Fields of(String path, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new Fields(path + ".", object);
        }
        throw Refusals.type(path, Expected.OBJECT);
    }

    /** How a member is called in errors. */
    public String name(String field) {
        return path + field;
    }

    /** The value, or one that is missing. */
    public JsonNode node(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? MissingNode.getInstance() : value;
    }

    /** The name of the model. */
    public String model() {
        return ModelName.checked(text("model").orElse(null));
    }

    /** A string. */
    public Optional<String> text(String field) {
        JsonNode value = node(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Refusals.type(name(field), Expected.STRING);
        }
        return Optional.of(value.asText());
    }

    /** A string that has to be there. */
    public String requiredText(String field) {
        return text(field).orElseThrow(() -> Refusals.missing(name(field)));
    }

    /** Whether it is true; false where it is absent. */
    public boolean bool(String field) {
        JsonNode value = node(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw Refusals.type(name(field), Expected.BOOLEAN);
        }
        return value.asBoolean();
    }

    /** A number within bounds. */
    public Optional<Double> number(String field, double least, double most) {
        JsonNode value = node(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw Refusals.type(name(field), Expected.NUMBER);
        }
        if (!(value.asDouble() >= least && value.asDouble() <= most)) {
            throw Refusals.outOfRange(name(field), Long.toString((long) least), Long.toString((long) most));
        }
        return Optional.of(value.asDouble());
    }

    /** A whole number within bounds. */
    public Optional<Long> integer(String field, long least, long most) {
        JsonNode value = node(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw Refusals.type(name(field), Expected.INTEGER);
        }
        if (!value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            throw Refusals.outOfRange(name(field), Long.toString(least), Long.toString(most));
        }
        return Optional.of(value.asLong());
    }

    /** A whole number that has to be there. */
    public long requiredInteger(String field, long least, long most) {
        return integer(field, least, most).orElseThrow(() -> Refusals.missing(name(field)));
    }

    /** An object. */
    public Optional<Fields> object(String field) {
        JsonNode value = node(field);
        return value.isMissingNode() ? Optional.empty() : Optional.of(of(name(field), value));
    }

    /** An object that has to be there. */
    public ObjectNode requiredObject(String field) {
        return object(field).orElseThrow(() -> Refusals.missing(name(field))).node();
    }

    /** An array that has to be there. */
    public ArrayNode array(String field) {
        JsonNode value = node(field);
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw value.isMissingNode() ? Refusals.missing(name(field)) : Refusals.type(name(field), Expected.ARRAY);
    }

    /** Strings; none where the member is absent. */
    public ArrayNode texts(String field, int most) {
        if (node(field).isMissingNode()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        ArrayNode texts = array(field);
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).isTextual()) {
                throw Refusals.type(name(field) + "[" + i + "]", Expected.STRING);
            }
        }
        if (texts.size() > most) {
            throw Refusals.tooMany(name(field), most);
        }
        return texts;
    }

    /** Names with short texts, which the client says for reports of its own. */
    public RequestMetadata metadata(String field) {
        Map<String, String> pairs = new HashMap<>();
        object(field)
                .ifPresent(given -> given.node().properties().forEach(pair -> {
                    if (!RequestMetadata.isName(pair.getKey())) {
                        throw Refusals.metadataName(name(field));
                    }
                    if (!pair.getValue().isTextual()) {
                        throw Refusals.type(given.name(pair.getKey()), Expected.STRING);
                    }
                    pairs.put(
                            pair.getKey(),
                            Refusals.checkedMetadata(
                                    given.name(pair.getKey()), pair.getValue().asText()));
                }));
        if (pairs.size() > RequestMetadata.MAX_PAIRS) {
            throw Refusals.tooMany(name(field), RequestMetadata.MAX_PAIRS);
        }
        return RequestMetadata.of(pairs);
    }

    /** Refuses members that ask for what is not offered. */
    public void refuse(String... fields) {
        for (String field : fields) {
            JsonNode value = node(field);
            if (!value.isMissingNode() && !(value.isContainerNode() && value.isEmpty())) {
                throw Refusals.value(name(field), "it is not supported here", "지원하지 않는 매개변수입니다");
            }
        }
    }
}
