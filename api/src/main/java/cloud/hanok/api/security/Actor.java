package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who acts, as the endpoints see it: lookups start from what an actor may see, so that what is not theirs is not there. */
public sealed interface Actor {
    /** Runs the cloud. */
    record Operator(String client) implements Actor {}

    /**
     * Acts for a tenant as a whole.
     *
     * @param allowedJurisdictions where the tenant's data may be processed: ISO 3166-1 alpha-2
     */
    record TenantAdmin(TenantId tenant, KeyId key, Set<String> allowedJurisdictions) implements Actor {}

    /**
     * Acts for one project of a tenant.
     *
     * @param allowedJurisdictions where the tenant's data may be processed: ISO 3166-1 alpha-2
     * @param models names the key may ask; empty for all
     */
    record ProjectKey(
            TenantId tenant, ProjectId project, KeyId key, Set<String> allowedJurisdictions, Set<String> models)
            implements Actor {}

    /** The actor of a request that was let in. */
    static Actor of(Authentication authentication) {
        Object actor = authentication.getAttributes().get("actor");
        if (actor instanceof Actor known) {
            return known;
        }
        throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
    }

    /**
     * The tenant of the admin who acts.
     *
     * @throws ApiException {@code forbidden} when it is another kind of actor
     */
    static TenantId tenantOf(Authentication authentication) {
        return switch (of(authentication)) {
            case TenantAdmin admin -> admin.tenant();
            case Operator _, ProjectKey _ -> throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
        };
    }

    /** What Micronaut keeps of it. */
    default Authentication authentication() {
        Map<String, Object> attributes = Map.of("actor", this);
        return switch (this) {
            case Operator it -> Authentication.build(it.client(), List.of(Roles.PLATFORM_OPERATOR), attributes);
            case TenantAdmin it -> Authentication.build(it.key().text(), List.of(Roles.TENANT_ADMIN), attributes);
            case ProjectKey it -> Authentication.build(it.key().text(), List.of(Roles.PROJECT), attributes);
        };
    }
}
