package cloud.hanok.api.openai;

import cloud.hanok.api.openai.Refusals.Expected;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of {@code messages}: an array of at least one message, each with a role and content that fits it. */
final class MessageRules {
    private static final Set<String> ROLES = Set.of("developer", "system", "user", "assistant", "tool", "function");

    /** A conversation of more messages is no conversation; it bounds the work of one request. */
    private static final int MAX_MESSAGES = 10_000;

    private static final Set<String> PARTS = Set.of("text", "image_url", "refusal");
    private static final byte[] DATA_URL = "data:image".getBytes(StandardCharsets.US_ASCII);

    private final byte[] body;
    private final JsonParser parser;
    private boolean images;
    private boolean remoteImages;

    /** @param body what the parser reads */
    MessageRules(byte[] body, JsonParser parser) {
        this.body = body;
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

    /** Whether a message shows an image. */
    boolean hasImages() {
        return images;
    }

    /** Whether an image is named by its address. */
    boolean hasRemoteImages() {
        return remoteImages;
    }

    private void parts(String param) throws IOException {
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            part(param + "[" + count + "]");
            count++;
        }
        if (count == 0) {
            throw Refusals.empty(param);
        }
    }

    private void part(String param) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Refusals.type(param, Expected.OBJECT);
        }
        String type = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (name.equals("image_url")) {
                image(param + ".image_url");
            } else {
                parser.skipChildren();
            }
        }
        if (type == null) {
            throw Refusals.missing(param + ".type");
        }
        if (!PARTS.contains(type)) {
            throw Refusals.value(
                    param + ".type",
                    "it must be one of: text, image_url, refusal",
                    "다음 중 하나여야 합니다: text, image_url, refusal");
        }
        images |= type.equals("image_url");
    }

    /** An image comes with the request; or from an address, where the installation fetches. */
    private void image(String param) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Refusals.type(param, Expected.OBJECT);
        }
        boolean found = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isUrl = parser.currentName().equals("url");
            JsonToken value = parser.nextToken();
            if (!isUrl) {
                parser.skipChildren();
                continue;
            }
            if (value != JsonToken.VALUE_STRING) {
                throw Refusals.type(param + ".url", Expected.STRING);
            }
            if (!isData((int) parser.currentTokenLocation().getByteOffset() + 1)) {
                remoteImages = true;
                if (!parser.getText().startsWith("https://")) {
                    throw Refusals.value(
                            param + ".url",
                            "it must be a data: URL of an image, such as data:image/png;base64,..., or an https address",
                            "data:image/png;base64,... 형식이거나 https 주소여야 합니다");
                }
            }
            found = true;
        }
        if (!found) {
            throw Refusals.missing(param + ".url");
        }
    }

    /** An image's text may have megabytes: only its beginning is looked at. */
    private boolean isData(int start) {
        int end = Math.min(body.length, start + DATA_URL.length);
        return Arrays.equals(body, start, end, DATA_URL, 0, DATA_URL.length);
    }
}
