package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.Caller;
import cloud.hanok.tenant.key.KeyCheck;
import cloud.hanok.tenant.key.KeyDirectory;
import cloud.hanok.tenant.key.KeyEndpoint;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.MemberDirectory;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import cloud.hanok.tenant.organization.TenantState;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Who asked for something that is done later, judged anew when it is: a key that was revoked since, or a member who left, asks for nothing
 * any more. For an event loop: never blocks.
 */
@Singleton
public final class StandingCallers {
    private final KeyDirectory keys;
    private final MemberDirectory members;
    private final TenantDirectory tenants;
    private final MemberCallers callers;

    StandingCallers(KeyDirectory keys, MemberDirectory members, TenantDirectory tenants, MemberCallers callers) {
        this.keys = keys;
        this.members = members;
        this.tenants = tenants;
        this.callers = callers;
    }

    /** Who asks, or when that will be known. */
    public sealed interface Finding {}

    /** @param caller who asks, as they are now */
    public record Found(Caller caller) implements Finding {}

    /** @param known completes when it is worth asking again */
    public record Later(CompletionStage<?> known) implements Finding {}

    /** Judges callers anew. */
    @FunctionalInterface
    public interface Judging {
        /** As {@link StandingCallers#find}. */
        Finding find(TenantId tenant, CallerId caller, ProjectId project, KeyEndpoint endpoint);
    }

    /** Finds one caller, again and again. */
    @FunctionalInterface
    public interface Source {
        /**
         * As they are now.
         *
         * @throws ApiException when they may not ask any more, or it cannot be read
         */
        Finding find();
    }

    /**
     * Finds who asked.
     *
     * @param project in which they asked
     * @param endpoint the family of what they asked for
     * @throws ApiException when they may not ask any more, or it cannot be read
     */
    public Finding find(TenantId tenant, CallerId caller, ProjectId project, KeyEndpoint endpoint) {
        return switch (caller) {
            case KeyId key -> ofKey(keys.standing(key, endpoint));
            case MemberId member -> ofMember(tenant, member, project);
        };
    }

    private static Finding ofKey(KeyCheck check) {
        return switch (check) {
            case KeyCheck.Valid valid -> new Found(valid.caller());
            case KeyCheck.Pending pending -> new Later(pending.known());
            case KeyCheck.Limited limited -> throw new ApiException(KeyRefusals.of(limited.limit()));
            case KeyCheck.Suspended _ -> throw refused(ErrorCode.TENANT_SUSPENDED);
            case KeyCheck.Unavailable _ -> throw refused(ErrorCode.STORE_UNAVAILABLE);
            case KeyCheck.Invalid _, KeyCheck.Throttled _ -> throw refused(ErrorCode.INVALID_API_KEY);
        };
    }

    private Finding ofMember(TenantId id, MemberId member, ProjectId project) {
        Lookup<Tenant> owner = tenants.of(id);
        if (owner instanceof Lookup.Pending<Tenant>(var answer)) {
            return new Later(answer);
        }
        Tenant tenant = TokenHolders.found(owner);
        if (tenant.state() != TenantState.ACTIVE) {
            throw refused(ErrorCode.TENANT_SUSPENDED);
        }
        Lookup<Map<String, Member>> all = members.of(id);
        if (all instanceof Lookup.Pending<Map<String, Member>>(var answer)) {
            return new Later(answer);
        }
        Member present = TokenHolders.found(all).values().stream()
                .filter(each -> each.id().equals(member))
                .findFirst()
                .orElseThrow(() -> refused(ErrorCode.NOT_A_MEMBER));
        return switch (callers.inProject(present, tenant, project.text())) {
            case MemberCallers.Found asking -> new Found(asking.caller());
            case MemberCallers.Later later -> new Later(later.known());
        };
    }

    private static ApiException refused(ErrorCode code) {
        return new ApiException(ApiError.of(code));
    }
}
