package cloud.hanok.api.security;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the {@code Authorization} header holds. */
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

    /** Reads a request's header. */
    static Bearer of(HttpRequest<?> request) {
        List<String> headers = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        return headers.size() > 1 ? new Several() : read(headers.isEmpty() ? null : headers.getFirst());
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
