package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recognises the operator by a token of Keycloak. */
@Singleton
public final class CredentialFetcher implements AuthenticationFetcher<HttpRequest<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialFetcher.class);

    private final OperatorTokens tokens;
    private final ExecutorService blocking;

    public CredentialFetcher(OperatorTokens tokens, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.tokens = tokens;
        this.blocking = blocking;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        return switch (Bearer.of(request)) {
            case Bearer.Absent _ -> refused(request, missing(request));
            case Bearer.OtherScheme _ -> refused(request, ApiError.of(ErrorCode.UNSUPPORTED_AUTH_SCHEME));
            case Bearer.Token token ->
                Publishers.fromCompletableFuture(
                        () -> CompletableFuture.supplyAsync(() -> operator(request, token.value()), blocking));
            case Bearer.Key _ -> refused(request, ApiError.of(ErrorCode.INVALID_API_KEY));
        };
    }

    private @Nullable Authentication operator(HttpRequest<?> request, String token) {
        try {
            String client = tokens.operatorOf(token).orElse(null);
            if (client == null) {
                Refusal.set(request, invalid(request));
                return null;
            }
            return new Actor.Operator(client).authentication();
        } catch (OperatorTokens.KeysUnavailableException unavailable) {
            LOG.warn("{}", unavailable.getMessage(), unavailable.getCause());
            Refusal.set(request, ApiError.of(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE));
            return null;
        }
    }

    private static Publisher<Authentication> refused(HttpRequest<?> request, ApiError error) {
        Refusal.set(request, error);
        return Publishers.empty();
    }

    private static ApiError missing(HttpRequest<?> request) {
        return ApiError.of(ofOperator(request) ? ErrorCode.INVALID_TOKEN : ErrorCode.MISSING_API_KEY);
    }

    private static ApiError invalid(HttpRequest<?> request) {
        return ApiError.of(ofOperator(request) ? ErrorCode.INVALID_TOKEN : ErrorCode.INVALID_API_KEY);
    }

    private static boolean ofOperator(HttpRequest<?> request) {
        return request.getPath().startsWith("/platform/");
    }
}
