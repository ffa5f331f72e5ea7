package cloud.hanok.api.security;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the {@code Authorization} header holds, or, where there is none, {@code x-api-key}, as clients of Anthropic's send it. */
public sealed interface Bearer {
    /** There is no such header. */
    record Absent() implements Bearer {}

    /** Another scheme than Bearer, or no value. */
    record OtherScheme() implements Bearer {}

    /** There are two such headers: whoever stands in front of us may have judged by the other. */
    record Several() implements Bearer {}

    /** An API key of ours. */
    record Key(String value) implements Bearer {
        @Override
        public String toString() {
            return "Key";
        }
    }

    /** Anything else: a token. */
    record Token(String value) implements Bearer {
        @Override
        public String toString() {
            return "Token";
        }
    }

    /** Before every API key. */
    String KEY_PREFIX = "hk_";

    /** How each signed token (JWS, compact) begins: the base64 of <code>{"</code>. */
    String TOKEN_PREFIX = "eyJ";

    /** Where clients of Anthropic's put a key. */
    String KEY_HEADER = "x-api-key";

    /** Before every token and key in {@code Authorization}. */
    String SCHEME = "Bearer ";

    /** Reads a request's headers. */
    static Bearer of(HttpRequest<?> request) {
        List<String> authorization = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        List<String> keys = request.getHeaders().getAll(KEY_HEADER);
        return areSeveral(authorization, keys) ? new Several() : read(value(authorization, keys));
    }

    /** Whether two of them name different credentials, or one header was sent twice. */
    static boolean areSeveral(List<String> authorization, List<String> keys) {
        if (authorization.size() > 1 || keys.size() > 1) {
            return true;
        }
        return !authorization.isEmpty()
                && !keys.isEmpty()
                && !authorization.getFirst().equals(SCHEME + keys.getFirst());
    }

    /** What they come to as a value of {@code Authorization}; null for nothing. */
    static @Nullable String value(List<String> authorization, List<String> keys) {
        if (!authorization.isEmpty()) {
            return authorization.getFirst();
        }
        return keys.isEmpty() ? null : SCHEME + keys.getFirst();
    }

    /** Reads the header's value. */
    static Bearer read(@Nullable String header) {
        if (header == null) {
            return new Absent();
        }
        int space = header.indexOf(' ');
        if (space < 0 || !header.regionMatches(true, 0, "Bearer", 0, space) || space != "Bearer".length()) {
            return new OtherScheme();
        }
        String value = header.substring(space + 1).strip();
        if (value.isEmpty()) {
            return new Absent();
        }
        return value.startsWith(KEY_PREFIX) ? new Key(value) : new Token(value);
    }
}
