package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Function;

/**
 * Reads the body of a request in one pass: checks what its rules state, and keeps where each member lies so that it can be sent on
 * as it is. Texts are passed over, never kept.
 */
final class RequestReader {
    private static final JsonFactory JSON = new JsonFactory();

    private RequestReader() {}

    /**
     * Reads one body.
     *
     * @param rules of the kind of request, over the parser
     * @throws cloud.hanok.api.error.ApiException saying which parameter is wrong and what would be right
     */
    static InferenceRequest read(byte[] body, Function<JsonParser, RequestRules> rules) {
        if (!isUtf8Like(body)) {
            throw Refusals.unreadable();
        }
        try (JsonParser parser = JSON.createParser(body)) {
            return read(parser, body, rules.apply(parser));
        } catch (IOException e) {
            throw Refusals.unreadable();
        }
    }

    private static InferenceRequest read(JsonParser parser, byte[] body, RequestRules rules) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw Refusals.unreadable();
        }
        if (first != JsonToken.START_OBJECT) {
            throw Refusals.notAnObject();
        }
        ReadMembers members = new ReadMembers(body);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.expect(name);
            parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            rules.check(name);
            parser.finishToken();
            members.keep(name, start, (int) parser.currentLocation().getByteOffset());
        }
        if (parser.nextToken() != null) {
            throw Refusals.unreadable();
        }
        return rules.request(members);
    }

    private static boolean isUtf8Like(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return false;
            }
        }
        return true;
    }
}
