package cloud.hanok.api.http;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.saga.SagaUnfinishedException;
import io.micronaut.context.exceptions.BeanContextException;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.exceptions.BufferLengthExceededException;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.exceptions.NotAcceptableException;
import io.micronaut.http.server.exceptions.UnsupportedMediaException;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Says what each exception means to a caller. One that is not known here is our own failure. */
@Singleton
public final class Errors {
    /** Causes are followed this far; a longer chain is our own failure. */
    private static final int DEPTH = 8;

    private final long bodyLimitBytes;

    public Errors(HttpServerConfiguration server) {
        this.bodyLimitBytes = server.getMaxRequestBufferSize();
    }

    /** What the caller is told. */
    public ApiError of(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; depth < DEPTH && cause != null; depth++) {
            ApiError error = known(cause);
            if (error != null) {
                return error;
            }
            cause = cause.getCause();
        }
        return ApiError.of(
                switch (thrown) {
                    case BeanContextException _ -> ErrorCode.NOT_READY;
                    case SagaUnfinishedException _ -> ErrorCode.OPERATION_UNFINISHED;
                    default -> ErrorCode.INTERNAL_ERROR;
                });
    }

    private @Nullable ApiError known(Throwable cause) {
        ApiError room = RoomErrors.of(cause);
        if (room != null) {
            return room;
        }
        return switch (cause) {
            case ApiException it -> it.error();
            case StoreUnavailableException _ -> ApiError.of(ErrorCode.STORE_UNAVAILABLE);
            case AuthorizationException it ->
                ApiError.of(it.isForbidden() ? ErrorCode.FORBIDDEN : ErrorCode.MISSING_API_KEY);
            case JsonSyntaxException _ -> ApiError.of(ErrorCode.INVALID_JSON);
            case ContentLengthExceededException _, BufferLengthExceededException _ ->
                ApiError.of(ErrorCode.REQUEST_TOO_LARGE, Long.toString(bodyLimitBytes));
            case UnsupportedMediaException _ -> ApiError.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            case NotAcceptableException _ -> ApiError.of(ErrorCode.NOT_ACCEPTABLE);
            case UnsatisfiedBodyRouteException _ -> ApiError.of(ErrorCode.INVALID_REQUEST);
            case UnsatisfiedRouteException it ->
                ApiError.about(
                        ErrorCode.MISSING_REQUIRED_PARAMETER, it.getArgument().getName());
            case ConversionErrorException it ->
                ApiError.about(
                        ErrorCode.INVALID_TYPE,
                        it.getArgument().getName(),
                        it.getArgument().getType().getSimpleName());
            default -> null;
        };
    }
}
