package cloud.hanok.api.openai;

import cloud.hanok.api.openai.Refusals.Expected;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of {@code messages}: an array of at least one message, each with a role and content that fits it. */
final class MessageRules {
    private static final Set<String> ROLES = Set.of("developer", "system", "user", "assistant", "tool", "function");

    /** A conversation of more messages is no conversation; it bounds the work of one request. */
    private static final int MAX_MESSAGES = 10_000;

    private final JsonParser parser;

    MessageRules(JsonParser parser) {
        this.parser = parser;
    }

    void check() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Refusals.type("messages", Expected.ARRAY);
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            message("messages[" + count + "]");
            count++;
            if (count > MAX_MESSAGES) {
                throw Refusals.tooMany("messages", MAX_MESSAGES);
            }
        }
        if (count == 0) {
            throw Refusals.empty("messages");
        }
    }

    private void message(String param) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Refusals.type(param, Expected.OBJECT);
        }
        String role = null;
        boolean content = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "role" -> role = role(param + ".role");
                case "content" -> content = content(param + ".content");
                default -> parser.skipChildren();
            }
        }
        complete(param, role, content);
    }

    private static void complete(String param, @Nullable String role, boolean content) {
        if (role == null) {
            throw Refusals.missing(param + ".role");
        }
        if (!content && !role.equals("assistant")) {
            throw Refusals.missing(param + ".content");
        }
    }

    private String role(String param) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw Refusals.type(param, Expected.STRING);
        }
        String role = parser.getText();
        if (!ROLES.contains(role)) {
            throw Refusals.value(
                    param,
                    "it must be developer, system, user, assistant or tool",
                    "developer, system, user, assistant, tool 중 하나여야 합니다");
        }
        return role;
    }

    /** Whether there is content: null counts as none. */
    private boolean content(String param) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> {
                parser.finishToken();
                yield true;
            }
            case VALUE_NULL -> false;
            case START_ARRAY -> {
                parts(param);
                yield true;
            }
            default -> throw Refusals.type(param, Expected.STRING_OR_PARTS);
        };
    }

    private void parts(String param) throws IOException {
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String part = param + "[" + count + "]";
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw Refusals.type(part, Expected.OBJECT);
            }
            boolean typed = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isType = parser.currentName().equals("type");
                typed |= parser.nextToken() == JsonToken.VALUE_STRING && isType;
                parser.skipChildren();
            }
            if (!typed) {
                throw Refusals.missing(part + ".type");
            }
            count++;
        }
        if (count == 0) {
            throw Refusals.empty(param);
        }
    }
}
