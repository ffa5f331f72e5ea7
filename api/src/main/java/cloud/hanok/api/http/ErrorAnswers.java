package cloud.hanok.api.http;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorBody;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.api.error.Language;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.TooLongHttpLineException;
import jakarta.inject.Singleton;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every error of every path, Micronaut's own included, as the one error object. There is no other body for a
 * status of 400 or above.
 */
@Singleton
public final class ErrorAnswers implements ErrorResponseProcessor<byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    /** Endpoints of OpenAI's API that clients know and that are not offered: the answer says so. */
    private static final Set<String> KNOWN_ELSEWHERE = Set.of(
            "responses",
            "images",
            "audio",
            "moderations",
            "fine_tuning",
            "assistants",
            "threads",
            "vector_stores",
            "realtime",
            "evals",
            "videos");

    private final RequestIds ids;
    private final Errors errors;

    public ErrorAnswers(RequestIds ids, Errors errors) {
        this.ids = ids;
        this.errors = errors;
    }

    /** The answer to a request that failed for this reason; what is nobody's fault but ours is logged. */
    public MutableHttpResponse<byte[]> answer(HttpRequest<?> request, Throwable cause) {
        ApiError error = errors.of(cause);
        if (error.code().status() >= 500) {
            // Micronaut would log nothing for a handled error. The cause holds no body of a request.
            LOG.error(
                    "{} {}: {}",
                    request.getMethodName(),
                    request.getPath(),
                    error.code().code(),
                    cause);
        }
        return fill(request, HttpResponse.ok(), error);
    }

    /** The answer with this error. */
    public MutableHttpResponse<byte[]> answer(HttpRequest<?> request, ApiError error) {
        return fill(request, HttpResponse.ok(), error);
    }

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        // Micronaut's own exceptions say no more than their status.
        ApiError error = context.getRootCause()
                .filter(cause -> !(cause instanceof HttpStatusException))
                .map(errors::of)
                .orElseGet(() -> ofStatus(request, response.code()));
        if (error.code() == ErrorCode.INTERNAL_ERROR) {
            LOG.error(
                    "{} {}: status {}",
                    request.getMethodName(),
                    request.getPath(),
                    response.code(),
                    context.getRootCause().orElse(null));
        }
        return fill(request, response, error);
    }

    private MutableHttpResponse<byte[]> fill(HttpRequest<?> request, MutableHttpResponse<?> response, ApiError error) {
        Language language = Language.preferred(request.getHeaders().get(HttpHeaders.ACCEPT_LANGUAGE));
        String id = ids.of(request);
        response.status(HttpStatus.valueOf(error.code().status()));
        response.getHeaders().set(RequestIds.HEADER, id);
        ErrorBody.headers(error, language)
                .forEach((name, value) -> response.getHeaders().set(name, value));
        if (request.getMethod() == HttpMethod.HEAD) {
            return response.body(null);
        }
        return response.body(ErrorForm.at(request.getPath()).bytes(error, language, id));
    }

    private static ApiError ofStatus(HttpRequest<?> request, int status) {
        String path = request.getPath();
        return switch (status) {
            case 401 -> ApiError.of(ErrorCode.MISSING_API_KEY);
            case 403 -> ApiError.of(ErrorCode.FORBIDDEN);
            case 404 -> unknown(request.getMethodName(), path);
            case 405 -> ApiError.of(ErrorCode.METHOD_NOT_ALLOWED, request.getMethodName(), path);
            case 406 -> ApiError.of(ErrorCode.NOT_ACCEPTABLE);
            // Without a cause it is not the body that was too long, but the head.
            case 413, 431 ->
                ApiError.of(isLineTooLong(request) ? ErrorCode.URL_TOO_LONG : ErrorCode.REQUEST_HEADERS_TOO_LARGE);
            case 414 -> ApiError.of(ErrorCode.URL_TOO_LONG);
            case 415 -> ApiError.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            default -> ApiError.of(status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INTERNAL_ERROR);
        };
    }

    /** Micronaut gives a request line over the bound the status of a long head. */
    private static boolean isLineTooLong(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                && netty.getNativeRequest().decoderResult().cause() instanceof TooLongHttpLineException;
    }

    private static ApiError unknown(String method, String path) {
        String[] parts = path.split("/", 4);
        boolean elsewhere = parts.length > 2 && parts[1].equals("v1") && KNOWN_ELSEWHERE.contains(parts[2]);
        return elsewhere
                ? ApiError.of(ErrorCode.UNSUPPORTED_ENDPOINT, path)
                : ApiError.of(ErrorCode.UNKNOWN_URL, method, path);
    }
}
