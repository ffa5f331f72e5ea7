package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.Errors;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.tenant.key.KeyCaller;
import cloud.hanok.tenant.key.KeyCheck;
import cloud.hanok.tenant.key.KeyDirectory;
import cloud.hanok.tenant.key.KeyRestrictions;
import cloud.hanok.tenant.key.KeyUse;
import io.micronaut.context.BeanProvider;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Recognises people and the operator by tokens of Keycloak, and tenants and projects by their keys. */
@Singleton
public final class CredentialFetcher implements AuthenticationFetcher<HttpRequest<?>> {
    private final AccessTokens tokens;
    private final BeanProvider<TokenHolders> holders;
    private final BeanProvider<KeyDirectory> keys;
    private final ClientAddresses addresses;
    private final Errors errors;
    private final ExecutorService blocking;

    public CredentialFetcher(
            AccessTokens tokens,
            BeanProvider<TokenHolders> holders,
            BeanProvider<KeyDirectory> keys,
            ClientAddresses addresses,
            Errors errors,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.tokens = tokens;
        this.holders = holders;
        this.keys = keys;
        this.addresses = addresses;
        this.errors = errors;
        this.blocking = blocking;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        return switch (Bearer.of(request)) {
            case Bearer.Absent _ -> refused(request, missing(request));
            case Bearer.Several _ -> refused(request, ErrorCode.MALFORMED_REQUEST);
            case Bearer.OtherScheme _ -> refused(request, ErrorCode.UNSUPPORTED_AUTH_SCHEME);
            case Bearer.Token token ->
                Publishers.fromCompletableFuture(
                        () -> CompletableFuture.supplyAsync(() -> tokenHolder(request, token.value()), blocking));
            case Bearer.Key key ->
                Publishers.fromCompletableFuture(() -> CompletableFuture.supplyAsync(
                                () -> check(request, key.value()), blocking)
                        .thenCompose(known -> known)
                        .thenApply(known -> holder(request, known)));
        };
    }

    private @Nullable Authentication tokenHolder(HttpRequest<?> request, String text) {
        try {
            AccessToken token = tokens.read(text).orElse(null);
            if (token == null) {
                Refusal.set(request, ApiError.of(invalid(request, text)));
                return null;
            }
            return holders.get()
                    .of(token, addresses.of(request), ProjectPath.of(request))
                    .authentication();
        } catch (AccessTokens.KeysUnavailableException _) {
            Refusal.set(request, ApiError.of(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE));
            return null;
        } catch (RuntimeException refused) {
            Refusal.set(request, errors.of(refused));
            return null;
        }
    }

    /** The directory itself never blocks; making it does, once. */
    private CompletionStage<@Nullable KeyCheck> check(HttpRequest<?> request, String key) {
        try {
            KeyCheck check = keys.get().check(key, use(request));
            return check instanceof KeyCheck.Pending(var known)
                    ? known.thenApply(answer -> answer)
                    : CompletableFuture.completedFuture(check);
        } catch (RuntimeException notThere) {
            Refusal.set(request, errors.of(notThere));
            return CompletableFuture.completedFuture(null);
        }
    }

    private KeyUse use(HttpRequest<?> request) {
        boolean write = request.getMethod() != HttpMethod.GET && request.getMethod() != HttpMethod.HEAD;
        return new KeyUse(addresses.of(request), KeyFamilies.of(request.getPath()), write);
    }

    private static @Nullable Authentication holder(HttpRequest<?> request, @Nullable KeyCheck check) {
        return switch (check) {
            case null -> null;
            case KeyCheck.Valid(var caller) -> actor(caller).authentication();
            case KeyCheck.Invalid _ -> {
                Refusal.set(request, ApiError.of(ErrorCode.INVALID_API_KEY));
                yield null;
            }
            case KeyCheck.Limited(var limit) -> {
                Refusal.set(request, KeyRefusals.of(limit));
                yield null;
            }
            case KeyCheck.Throttled throttled -> {
                Refusal.set(request, KeyRefusals.of(throttled));
                yield null;
            }
            case KeyCheck.Suspended _ -> {
                Refusal.set(request, ApiError.of(ErrorCode.TENANT_SUSPENDED));
                yield null;
            }
            case KeyCheck.Unavailable _, KeyCheck.Pending _ -> {
                Refusal.set(request, ApiError.of(ErrorCode.STORE_UNAVAILABLE));
                yield null;
            }
        };
    }

    private static Actor actor(KeyCaller caller) {
        return switch (caller.role()) {
            case ADMIN -> new Actor.TenantAdmin(caller.tenant(), caller.id(), caller.allowedJurisdictions());
            case PROJECT -> {
                ProjectId project = caller.project();
                if (project == null) {
                    throw new ApiException(ApiError.of(ErrorCode.INTERNAL_ERROR));
                }
                KeyRestrictions limits = caller.restrictions();
                Set<String> models = limits == null ? Set.of() : limits.scopes().models();
                yield new Actor.ProjectKey(
                        caller.tenant(), project, caller.id(), caller.allowedJurisdictions(), models);
            }
        };
    }

    private static Publisher<Authentication> refused(HttpRequest<?> request, ErrorCode code) {
        Refusal.set(request, ApiError.of(code));
        return Publishers.empty();
    }

    private static ErrorCode missing(HttpRequest<?> request) {
        return ofOperator(request) ? ErrorCode.INVALID_TOKEN : ErrorCode.MISSING_API_KEY;
    }

    private static ErrorCode invalid(HttpRequest<?> request, String text) {
        return ofOperator(request) || text.startsWith(Bearer.TOKEN_PREFIX)
                ? ErrorCode.INVALID_TOKEN
                : ErrorCode.INVALID_API_KEY;
    }

    private static boolean ofOperator(HttpRequest<?> request) {
        return request.getPath().startsWith("/platform/");
    }
}
