package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.api.tenants.KeyRequest;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.tenant.key.ApiKey;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.IssuedKey;
import cloud.hanok.tenant.project.Project;
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
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The keys of a project of the caller's own tenant, in the shape of OpenAI's admin API where that has one. */
@Controller("/v1/organization/projects/{project}/api_keys")
public final class ProjectKeysController {
    private final OwnProjects projects;
    private final ApiKeys keys;
    private final Audit audit;
    private final Clock clock;

    public ProjectKeysController(OwnProjects projects, ApiKeys keys, Audit audit, Clock clock) {
        this.projects = projects;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /** Those there are, revoked ones among them. */
    @Secured(Permissions.KEYS_READ)
    @Get
    public Listing<OrganizationKeyView> list(
            Authentication caller,
            String project,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit) {
        Project found = projects.find(caller, project);
        PageQuery query = PageQuery.of(after, limit);
        Page<ApiKey> page = keys.list(found.tenant(), found.id(), query.afterId(KeyId::parse), query.limit());
        return Listing.of(page, ApiKey::id, key -> OrganizationKeyView.of(key, null));
    }

    /** Issues one; its value is in this answer and nowhere else. */
    @Secured(Permissions.KEYS_WRITE)
    @Post
    public HttpResponse<OrganizationKeyView> issue(
            Authentication caller,
            String project,
            @Body byte @Nullable [] body,
            @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        Project found = projects.find(caller, project);
        KeyRequest wanted = KeyRequest.read(body, KeyRequest.Style.ORGANIZATION, true);
        return HttpResponse.created(audit.made(
                AuditType.API_KEY_CREATED,
                Whose.of(found.tenant(), found.id()),
                () -> view(keys.issue(found, wanted.settings(), wanted.expiresIn(), idempotencyKey))));
    }

    /** One. */
    @Secured(Permissions.KEYS_READ)
    @Get("/{key}")
    public OrganizationKeyView find(Authentication caller, String project, String key) {
        return OrganizationKeyView.of(key(caller, project, key), null);
    }

    /** Gives one other settings; what is not said stays. */
    @Secured(Permissions.KEYS_WRITE)
    @Post("/{key}")
    public OrganizationKeyView change(Authentication caller, String project, String key, @Body byte @Nullable [] body) {
        ApiKey found = key(caller, project, key);
        KeyRequest wanted = KeyRequest.read(body, KeyRequest.Style.ORGANIZATION, true);
        return audit.changed(
                AuditType.API_KEY_UPDATED,
                whose(found),
                OrganizationKeyView.of(found, null),
                () -> OrganizationKeyView.of(keys.change(found, wanted.over(found, clock.instant())), null));
    }

    /** Revokes one, for ever. */
    @Secured(Permissions.KEYS_WRITE)
    @Delete("/{key}")
    public Deleted revoke(Authentication caller, String project, String key) {
        ApiKey found = key(caller, project, key);
        audit.removed(
                AuditType.API_KEY_DELETED, whose(found), OrganizationKeyView.of(found, null), () -> keys.revoke(found));
        return new Deleted("organization.project.api_key.deleted", found.id().text(), true);
    }

    /** Puts a new one in the place of one, which goes on for a while. */
    @Secured(Permissions.KEYS_WRITE)
    @Post("/{key}/rotate")
    public HttpResponse<OrganizationKeyView> rotate(
            Authentication caller,
            String project,
            String key,
            @Body byte @Nullable [] body,
            @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        ApiKey found = key(caller, project, key);
        Duration overlap = overlap(body);
        return HttpResponse.created(audit.changed(
                AuditType.API_KEY_ROTATED,
                whose(found),
                OrganizationKeyView.of(found, null),
                () -> view(keys.rotate(found, overlap, idempotencyKey))));
    }

    private static OrganizationKeyView view(IssuedKey issued) {
        return OrganizationKeyView.of(issued.key(), issued.value().reveal());
    }

    private static Whose whose(ApiKey key) {
        return new Whose(key.tenant(), key.project());
    }

    private static Duration overlap(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return ApiKeys.DEFAULT_OVERLAP;
        }
        JsonObject fields = JsonObject.of(body);
        Duration overlap = fields.optionalInteger("overlap_seconds", 0, ApiKeys.MAX_OVERLAP.toSeconds())
                .map(Duration::ofSeconds)
                .orElse(ApiKeys.DEFAULT_OVERLAP);
        fields.end();
        return overlap;
    }

    private ApiKey key(Authentication caller, String project, String key) {
        Project found = projects.find(caller, project);
        return keys.get(found.tenant(), found.id(), PathIds.read(key, KeyId::parse, Thing.API_KEY));
    }
}
