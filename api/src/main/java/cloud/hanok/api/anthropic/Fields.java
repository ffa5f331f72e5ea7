package cloud.hanok.api.anthropic;

import cloud.hanok.api.openai.ModelName;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.openai.Refusals.Expected;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The members of an object of a request, each asked for with what it has to be. An absent member and {@code null} are the same.
 *
 * @param path of the object in the body, with a dot after it; empty for the body itself
 */
record Fields(String path, ObjectNode node) {
    static Fields of(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return new Fields("", object);
        }
        throw Refusals.notAnObject();
    }

    static Fields of(String path, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new Fields(path + ".", object);
        }
        throw Refusals.type(path, Expected.OBJECT);
    }

    String name(String field) {
        return path + field;
    }

    /** The value, or one that is missing. */
    JsonNode node(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? MissingNode.getInstance() : value;
    }

    String model() {
        return ModelName.checked(text("model").orElse(null));
    }

    Optional<String> text(String field) {
        JsonNode value = node(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Refusals.type(name(field), Expected.STRING);
        }
        return Optional.of(value.asText());
    }

    String requiredText(String field) {
        return text(field).orElseThrow(() -> Refusals.missing(name(field)));
    }

    boolean bool(String field) {
        JsonNode value = node(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw Refusals.type(name(field), Expected.BOOLEAN);
        }
        return value.asBoolean();
    }

    Optional<Double> number(String field, double least, double most) {
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

    Optional<Long> integer(String field, long least, long most) {
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

    long requiredInteger(String field, long least, long most) {
        return integer(field, least, most).orElseThrow(() -> Refusals.missing(name(field)));
    }

    Optional<Fields> object(String field) {
        JsonNode value = node(field);
        return value.isMissingNode() ? Optional.empty() : Optional.of(of(name(field), value));
    }

    ObjectNode requiredObject(String field) {
        return object(field).orElseThrow(() -> Refusals.missing(name(field))).node();
    }

    ArrayNode array(String field) {
        JsonNode value = node(field);
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw value.isMissingNode() ? Refusals.missing(name(field)) : Refusals.type(name(field), Expected.ARRAY);
    }

    /** Strings; none where the member is absent. */
    ArrayNode texts(String field, int most) {
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

    /** Refuses members that ask for what is not offered. */
    void refuse(String... fields) {
        for (String field : fields) {
            JsonNode value = node(field);
            if (!value.isMissingNode() && !value.isEmpty()) {
                throw Refusals.value(name(field), "it is not supported here", "지원하지 않는 매개변수입니다");
            }
        }
    }
}
