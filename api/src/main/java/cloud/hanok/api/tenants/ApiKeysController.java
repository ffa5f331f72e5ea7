package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.tenant.key.ApiKey;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.IssuedKey;
import cloud.hanok.tenant.organization.TenantChange;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
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
import org.jspecify.annotations.Nullable;

/** The keys of a project. */
@Controller("/platform/v1/projects/{id}/api_keys")
public final class ApiKeysController {
    private final Tenants tenants;
    private final Projects projects;
    private final ApiKeys keys;
    private final Audit audit;

    public ApiKeysController(Tenants tenants, Projects projects, ApiKeys keys, Audit audit) {
        this.tenants = tenants;
        this.projects = projects;
        this.keys = keys;
        this.audit = audit;
    }

    /** Issues one; its value is in this answer and nowhere else. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post
    public HttpResponse<KeyView> issue(
            String id, @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        Project project = project(id);
        TenantChange.requireOpen(tenants.get(project.tenant()).state());
        KeyRequest wanted = KeyRequest.read(body, KeyRequest.Style.PLATFORM, true);
        return HttpResponse.created(audit.made(
                AuditType.API_KEY_CREATED, Whose.of(project.tenant(), project.id()), () -> {
                    IssuedKey issued = keys.issue(project, wanted.settings(), wanted.expiresIn(), idempotencyKey);
                    return KeyView.of(issued.key(), issued.value().reveal());
                }));
    }

    /** Those there are, revoked ones among them. */
    @Secured(Permissions.TENANTS_READ)
    @Get
    public Listing<KeyView> list(String id, @QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        Project project = project(id);
        PageQuery query = PageQuery.of(after, limit);
        Page<ApiKey> page = keys.list(project.tenant(), project.id(), query.afterId(KeyId::parse), query.limit());
        return Listing.of(page, ApiKey::id, key -> KeyView.of(key, null));
    }

    /** Revokes one, for ever. */
    @Secured(Permissions.TENANTS_WRITE)
    @Delete("/{keyId}")
    public HttpResponse<?> revoke(String id, String keyId) {
        Project project = project(id);
        ApiKey key = keys.get(project.tenant(), project.id(), PathIds.read(keyId, KeyId::parse, Thing.API_KEY));
        audit.removed(
                AuditType.API_KEY_DELETED,
                Whose.of(project.tenant(), project.id()),
                KeyView.of(key, null),
                () -> keys.revoke(key));
        return HttpResponse.noContent();
    }

    private Project project(String id) {
        return PathIds.find(id, ProjectId::parse, Thing.PROJECT, projects::find);
    }
}
