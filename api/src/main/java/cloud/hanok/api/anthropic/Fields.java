package cloud.hanok.api.anthropic;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.openai.ModelName;
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
        throw new ApiException(ApiError.of(ErrorCode.INVALID_REQUEST));
    }

    static Fields of(String path, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new Fields(path + ".", object);
        }
        throw type(path, "an object", "객체");
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
            throw type(name(field), "a string", "문자열");
        }
        return Optional.of(value.asText());
    }

    String requiredText(String field) {
        return text(field).orElseThrow(() -> missing(name(field)));
    }

    boolean bool(String field) {
        JsonNode value = node(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw type(name(field), "true or false", "true 또는 false");
        }
        return value.asBoolean();
    }

    Optional<Double> number(String field, double least, double most) {
        JsonNode value = node(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw type(name(field), "a number", "숫자");
        }
        if (!(value.asDouble() >= least && value.asDouble() <= most)) {
            throw range(field, Long.toString((long) least), Long.toString((long) most));
        }
        return Optional.of(value.asDouble());
    }

    Optional<Long> integer(String field, long least, long most) {
        JsonNode value = node(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw type(name(field), "an integer", "정수");
        }
        if (!value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            throw range(field, Long.toString(least), Long.toString(most));
        }
        return Optional.of(value.asLong());
    }

    long requiredInteger(String field, long least, long most) {
        return integer(field, least, most).orElseThrow(() -> missing(name(field)));
    }

    Optional<Fields> object(String field) {
        JsonNode value = node(field);
        return value.isMissingNode() ? Optional.empty() : Optional.of(of(name(field), value));
    }

    ObjectNode requiredObject(String field) {
        return object(field).orElseThrow(() -> missing(name(field))).node();
    }

    ArrayNode array(String field) {
        JsonNode value = node(field);
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw value.isMissingNode() ? missing(name(field)) : type(name(field), "an array", "배열");
    }

    /** Strings; none where the member is absent. */
    ArrayNode texts(String field, int most) {
        if (node(field).isMissingNode()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        ArrayNode texts = array(field);
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).isTextual()) {
                throw type(name(field) + "[" + i + "]", "a string", "문자열");
            }
        }
        if (texts.size() > most) {
            throw invalid(name(field), "at most " + most + " are allowed", "최대 " + most + "개까지 허용됩니다");
        }
        return texts;
    }

    /** Refuses members that ask for what is not offered. */
    void refuse(String... fields) {
        for (String field : fields) {
            JsonNode value = node(field);
            if (!value.isMissingNode() && !value.isEmpty()) {
                throw invalid(name(field), "it is not supported here", "지원하지 않는 매개변수입니다");
            }
        }
    }

    static ApiException missing(String param) {
        return new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, param));
    }

    static ApiException type(String param, String english, String korean) {
        return new ApiException(ApiError.bilingual(ErrorCode.INVALID_TYPE, param, english, korean));
    }

    static ApiException invalid(String param, String english, String korean) {
        return new ApiException(ApiError.invalidValue(param, english, korean));
    }

    private ApiException range(String field, String least, String most) {
        return invalid(name(field), "it must be from " + least + " to " + most, least + " 이상 " + most + " 이하여야 합니다");
    }
}
