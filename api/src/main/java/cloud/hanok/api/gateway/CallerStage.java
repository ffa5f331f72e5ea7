package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.security.Bearer;
import cloud.hanok.api.security.KeyRefusals;
import cloud.hanok.api.security.MemberCallers;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.Caller;
import cloud.hanok.tenant.key.KeyCheck;
import cloud.hanok.tenant.key.KeyUse;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stage 1: the bearer's key, or their token and the project they name, tells tenant, project and limits, and the tenant's log.
 * From memory, or after one read.
 */
final class CallerStage {
    private final BiFunction<CharSequence, KeyUse, KeyCheck> keys;
    private final GatewayService.Members members;
    private final Function<TenantId, Lookup<LogIdentity>> logs;

    /**
     * @param keys checks a presented key; never blocks
     * @param members finds the member who presents a token; never blocks
     * @param logs finds a tenant's log; never blocks
     */
    CallerStage(
            BiFunction<CharSequence, KeyUse, KeyCheck> keys,
            GatewayService.Members members,
            Function<TenantId, Lookup<LogIdentity>> logs) {
        this.keys = keys;
        this.members = members;
        this.logs = logs;
    }

    /** Who calls, or when that will be known. */
    sealed interface Finding {}

    /** @param caller who calls, with a project */
    record Found(Caller caller) implements Finding {}

    /** @param known completes when it is worth asking again, or with the {@link ApiException} that there is no use */
    record Later(CompletionStage<?> known) implements Finding, LogFinding {}

    /** The tenant's log, or when it will be known. */
    sealed interface LogFinding {}

    /** @param origin of the log */
    record Log(String origin) implements LogFinding {}

    /**
     * Finds the caller by the request's headers.
     *
     * @param project for which a member asks, or null
     * @param use what for
     * @throws ApiException when there is no key or token, it is not valid, not for this use, or not for a project
     */
    Finding find(@Nullable String authorization, @Nullable String project, KeyUse use) {
        if (authorization == null || authorization.isBlank()) {
            throw refused(ErrorCode.MISSING_API_KEY);
        }
        if (!authorization.regionMatches(true, 0, Bearer.SCHEME, 0, Bearer.SCHEME.length())) {
            throw refused(ErrorCode.UNSUPPORTED_AUTH_SCHEME);
        }
        String presented = authorization.substring(Bearer.SCHEME.length()).strip();
        if (presented.startsWith(Bearer.TOKEN_PREFIX)) {
            return switch (members.find(presented, project, use.address())) {
                case MemberCallers.Found found -> new Found(found.caller());
                case MemberCallers.Later later -> new Later(later.known());
            };
        }
        return switch (keys.apply(presented, use)) {
            case KeyCheck.Valid valid when valid.caller().project() != null -> new Found(valid.caller());
            case KeyCheck.Valid administrator -> throw refused(ErrorCode.FORBIDDEN);
            case KeyCheck.Invalid invalid -> throw refused(ErrorCode.INVALID_API_KEY);
            case KeyCheck.Limited limited -> throw new ApiException(KeyRefusals.of(limited.limit()));
            case KeyCheck.Throttled throttled -> throw new ApiException(KeyRefusals.of(throttled));
            case KeyCheck.Suspended suspended -> throw refused(ErrorCode.TENANT_SUSPENDED);
            case KeyCheck.Pending pending -> new Later(pending.known());
            case KeyCheck.Unavailable unavailable -> throw refused(ErrorCode.STORE_UNAVAILABLE);
        };
    }

    /**
     * Finds who asks from inside.
     *
     * @throws ApiException when they may not ask any more
     */
    static Finding find(InternalRequest request) {
        return switch (request.caller().find()) {
            case StandingCallers.Found found -> new Found(found.caller());
            case StandingCallers.Later later -> new Later(later.known());
        };
    }

    /**
     * The log that a tenant's receipts go to.
     *
     * @throws ApiException when it cannot be read, or there is none yet
     */
    LogFinding logOf(TenantId tenant) {
        return switch (logs.apply(tenant)) {
            case Lookup.Found<LogIdentity> found -> new Log(found.value().origin());
            case Lookup.Pending<LogIdentity> pending -> new Later(pending.answer());
            case Lookup.Absent<LogIdentity> absent -> throw refused(ErrorCode.NOT_READY);
            case Lookup.Stale<LogIdentity> stale -> throw refused(ErrorCode.STORE_UNAVAILABLE);
        };
    }

    private static ApiException refused(ErrorCode code) {
        return new ApiException(ApiError.of(code));
    }
}
