package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.api.tenants.KeyRequest;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.ApiKey;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.IssuedKey;
import cloud.hanok.tenant.request.Page;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import org.jspecify.annotations.Nullable;

/** The keys of the caller's tenant itself, in the shape of OpenAI's admin API. */
@Controller("/v1/organization/admin_api_keys")
public final class AdminKeysController {
    private final ApiKeys keys;
    private final Audit audit;

    public AdminKeysController(ApiKeys keys, Audit audit) {
        this.keys = keys;
        this.audit = audit;
    }

    /** Those there are, revoked ones among them. */
    @Secured(Permissions.ADMIN_KEYS_READ)
    @Get
    public Listing<OrganizationKeyView> list(
            Authentication caller, @QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        Page<ApiKey> page = keys.list(Actor.tenantOf(caller), null, query.afterId(KeyId::parse), query.limit());
        return Listing.of(page, ApiKey::id, key -> OrganizationKeyView.of(key, null));
    }

    /** Issues one; its value is in this answer and nowhere else. */
    @Secured(Permissions.ADMIN_KEYS_WRITE)
    @Post
    public HttpResponse<OrganizationKeyView> issue(
            Authentication caller,
            @Body byte @Nullable [] body,
            @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        KeyRequest wanted = KeyRequest.read(body, KeyRequest.Style.ORGANIZATION, false);
        TenantId tenant = Actor.tenantOf(caller);
        return HttpResponse.created(audit.made(AuditType.API_KEY_CREATED, Whose.of(tenant), () -> {
            IssuedKey issued = keys.issueAdmin(tenant, wanted.settings(), wanted.expiresIn(), idempotencyKey);
            return OrganizationKeyView.of(issued.key(), issued.value().reveal());
        }));
    }

    /** One. */
    @Secured(Permissions.ADMIN_KEYS_READ)
    @Get("/{key}")
    public OrganizationKeyView find(Authentication caller, String key) {
        return OrganizationKeyView.of(key(caller, key), null);
    }

    /** Revokes one, for ever: also the one that asks. */
    @Secured(Permissions.ADMIN_KEYS_WRITE)
    @Delete("/{key}")
    public Deleted revoke(Authentication caller, String key) {
        ApiKey found = key(caller, key);
        audit.removed(
                AuditType.API_KEY_DELETED,
                Whose.of(found.tenant()),
                OrganizationKeyView.of(found, null),
                () -> keys.revoke(found));
        return new Deleted("organization.admin_api_key.deleted", found.id().text(), true);
    }

    private ApiKey key(Authentication caller, String key) {
        return keys.get(Actor.tenantOf(caller), null, PathIds.read(key, KeyId::parse, Thing.API_KEY));
    }
}
