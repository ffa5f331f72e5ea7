package cloud.hanok.api.openai;

import cloud.hanok.api.openai.Refusals.Expected;
import cloud.hanok.billing.usage.RequestMetadata;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks of a single value, each saying what was expected where it is something else. The parser stands on the first token of a
 * value when a check starts and on its last when it ends.
 */
final class ValueChecks {
    private final JsonParser parser;

    ValueChecks(JsonParser parser) {
        this.parser = parser;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** A string, or an array of strings. */
    void texts(String name, int most) throws IOException {
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
        if (count > most) {
            throw Refusals.tooMany(name, most);
        }
    }

    /** How many an array has, whatever they are; none where it is null. */
    int elements(String name) throws IOException {
        if (isNull()) {
            return 0;
        }
        expect(name, JsonToken.START_ARRAY, Expected.ARRAY);
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            count++;
        }
        return count;
    }

    /** An array of whole numbers that are not negative. */
    void integers(String name) throws IOException {
        expect(name, JsonToken.START_ARRAY, Expected.ARRAY);
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            integer(name + "[" + count + "]", 0, Integer.MAX_VALUE);
            count++;
        }
    }

    /** Names with short texts, which the client says for reports of its own. */
    RequestMetadata metadata(String name) throws IOException {
        if (isNull()) {
            return RequestMetadata.NONE;
        }
        expect(name, JsonToken.START_OBJECT, Expected.OBJECT);
        Map<String, String> pairs = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (!RequestMetadata.isName(key)) {
                throw Refusals.metadataName(name);
            }
            parser.nextToken();
            String path = name + "." + key;
            expect(path, JsonToken.VALUE_STRING, Expected.STRING);
            String text = Refusals.checkedMetadata(path, parser.getText());
            if (pairs.put(key, text) != null) {
                throw Refusals.value(path, "it was given twice", "두 번 지정되었습니다");
            }
            if (pairs.size() > RequestMetadata.MAX_PAIRS) {
                throw Refusals.tooMany(name, RequestMetadata.MAX_PAIRS);
            }
        }
        return RequestMetadata.of(pairs);
    }

    void container(String name, JsonToken start, Expected what) throws IOException {
        if (!isNull()) {
            expect(name, start, what);
            parser.skipChildren();
        }
    }

    void number(String name, double least, double most) throws IOException {
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

    void optionalInteger(String name, long least, long most) throws IOException {
        if (!isNull()) {
            integer(name, least, most);
        }
    }

    long integer(String name, long least, long most) throws IOException {
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

    void optionalBool(String name) {
        if (!isNull()) {
            bool(name);
        }
    }

    boolean bool(String name) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw Refusals.type(name, Expected.BOOLEAN);
        };
    }

    void optionalText(String name) {
        if (!isNull()) {
            expect(name, JsonToken.VALUE_STRING, Expected.STRING);
        }
    }

    String text(String name) throws IOException {
        expect(name, JsonToken.VALUE_STRING, Expected.STRING);
        return parser.getText();
    }

    void expect(String name, JsonToken token, Expected what) {
        if (parser.currentToken() != token) {
            throw Refusals.type(name, what);
        }
    }

    private static String plain(double bound) {
        return Long.toString((long) bound);
    }
}
