package cloud.hanok.api.openai;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.openai.Refusals.Expected;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A parameter that is one text or several, in the older of OpenAI's protocols as tokens too. */
final class TextInput {
    private final JsonParser parser;
    private final String name;
    private final int most;

    /**
     * @param most texts at once
     */
    TextInput(JsonParser parser, String name, int most) {
        this.parser = parser;
        this.name = name;
        this.most = most;
    }

    /** How many texts, or lists of a model's own tokens, there are; at least 1. */
    long tokensToo() throws IOException {
        return count(true);
    }

    /**
     * How many texts there are; at least 1, none empty. Tokens are refused with the way out: clients send those of a model of
     * OpenAI's, which mean something else to every other model.
     */
    long textsOnly() throws IOException {
        return count(false);
    }

    private long count(boolean tokens) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> {
                text(name, tokens);
                yield 1;
            }
            case START_ARRAY -> items(tokens);
            default -> throw Refusals.type(name, Expected.STRING_OR_STRINGS);
        };
    }

    private long items(boolean tokens) throws IOException {
        long count = 0;
        boolean numbers = false;
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            String item = name + "[" + count + "]";
            if (count > 0 && numbers != (token == JsonToken.VALUE_NUMBER_INT)) {
                throw Refusals.type(item, numbers ? Expected.INTEGER : Expected.STRING);
            }
            switch (token) {
                case VALUE_STRING -> text(item, tokens);
                case VALUE_NUMBER_INT -> numbers = true;
                case START_ARRAY -> ofTokens(item);
                default -> throw Refusals.type(item, Expected.STRING);
            }
            if ((numbers || token == JsonToken.START_ARRAY) && !tokens) {
                throw tokensRefused();
            }
            count++;
            if (!numbers && count > most) {
                throw Refusals.tooMany(name, most);
            }
            token = parser.nextToken();
        }
        if (count == 0) {
            throw Refusals.empty(name);
        }
        return numbers ? 1 : count;
    }

    private void ofTokens(String item) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_ARRAY) {
            throw Refusals.empty(item);
        }
        while (token != JsonToken.END_ARRAY) {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                throw Refusals.type(item, Expected.INTEGER);
            }
            token = parser.nextToken();
        }
    }

    private void text(String item, boolean mayBeEmpty) throws IOException {
        if (!mayBeEmpty && parser.getTextLength() == 0) {
            throw Refusals.value(item, "it must not be empty", "비어 있을 수 없습니다");
        }
        parser.finishToken();
    }

    private ApiException tokensRefused() {
        return Refusals.value(
                name,
                "token arrays are not taken, for they are of another model's vocabulary: send text (LangChain for Python:"
                        + " OpenAIEmbeddings(check_embedding_ctx_length=False))",
                "토큰 배열은 다른 모델의 어휘로 만든 것이라 받지 않습니다. 문자열로 보내 주세요"
                        + "(LangChain Python: OpenAIEmbeddings(check_embedding_ctx_length=False))");
    }
}
