package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.ErrorAnswers;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;

/** Answers a caller who may not: 401 with what was wrong with the credential, 403 when it was good and not enough. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
public final class RefusedAccess implements ExceptionHandler<AuthorizationException, MutableHttpResponse<byte[]>> {
    private final ErrorAnswers answers;

    public RefusedAccess(ErrorAnswers answers) {
        this.answers = answers;
    }

    @Override
    public MutableHttpResponse<byte[]> handle(HttpRequest request, AuthorizationException exception) {
        HttpRequest<?> refused = request;
        ApiError error = exception.isForbidden()
                ? ApiError.of(ErrorCode.FORBIDDEN)
                : Refusal.of(refused).orElseGet(() -> ApiError.of(ErrorCode.MISSING_API_KEY));
        return answers.answer(refused, error);
    }
}
