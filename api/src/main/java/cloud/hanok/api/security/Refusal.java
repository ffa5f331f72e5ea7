package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/** Why nobody was recognised, kept on the request: public routes ignore it, the others answer with it. */
final class Refusal {
    private static final String ATTRIBUTE = "hanok.refusal";

    private Refusal() {}

    static void set(HttpRequest<?> request, ApiError error) {
        request.setAttribute(ATTRIBUTE, error);
    }

    static Optional<ApiError> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, ApiError.class);
    }
}
