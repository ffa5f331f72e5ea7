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
import cloud.hanok.platform.id.ServiceAccountId;
import cloud.hanok.tenant.account.ServiceAccount;
import cloud.hanok.tenant.account.ServiceAccounts;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.KeySettings;
import cloud.hanok.tenant.project.Project;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Service accounts of a project of the caller's tenant, in the shape of OpenAI's admin API. */
@Controller("/v1/organization/projects/{project}/service_accounts")
public final class ServiceAccountsController {
    private final OwnProjects projects;
    private final ServiceAccounts accounts;
    private final Audit audit;

    public ServiceAccountsController(OwnProjects projects, ServiceAccounts accounts, Audit audit) {
        this.projects = projects;
        this.accounts = accounts;
        this.audit = audit;
    }

    /** Those there are. */
    @Secured(Permissions.KEYS_READ)
    @Get
    public Listing<ServiceAccountView> list(
            Authentication caller,
            String project,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit) {
        Project found = projects.find(caller, project);
        PageQuery query = PageQuery.of(after, limit);
        return Listing.of(
                accounts.list(found.tenant(), found.id(), query.afterId(ServiceAccountId::parse), query.limit()),
                ServiceAccount::id,
                account -> ServiceAccountView.of(account, null));
    }

    /** Makes one with its first key, whose value is in this answer and nowhere else. */
    @Secured(Permissions.KEYS_WRITE)
    @Post
    public ServiceAccountView create(Authentication caller, String project, @Body byte @Nullable [] body) {
        Project found = projects.find(caller, project);
        JsonObject fields = JsonObject.of(body);
        String name = fields.text("name");
        boolean alone = fields.optionalFlag("create_service_account_only").orElse(false);
        Optional<Duration> expiresIn = fields.optionalInteger("expires_in_seconds", 1, ApiKeys.MAX_LIFETIME.toSeconds())
                .map(Duration::ofSeconds);
        fields.end();
        return audit.made(AuditType.SERVICE_ACCOUNT_CREATED, Whose.of(found.tenant(), found.id()), () -> {
            ServiceAccount made = accounts.create(found, name);
            return ServiceAccountView.of(
                    made, alone ? null : key(found, made, KeySettings.named(name), expiresIn.orElse(null), null));
        });
    }

    /** One. */
    @Secured(Permissions.KEYS_READ)
    @Get("/{account}")
    public ServiceAccountView find(Authentication caller, String project, String account) {
        return ServiceAccountView.of(account(projects.find(caller, project), account), null);
    }

    /** Gives one another name. */
    @Secured(Permissions.KEYS_WRITE)
    @Post("/{account}")
    public ServiceAccountView update(
            Authentication caller, String project, String account, @Body byte @Nullable [] body) {
        ServiceAccount found = account(projects.find(caller, project), account);
        JsonObject fields = JsonObject.of(body);
        fields.optionalChoice("role", ServiceAccountsController::role, ServiceAccountView.ROLE);
        String name = fields.has("name") ? fields.text("name") : found.name();
        fields.end();
        return audit.changed(
                AuditType.SERVICE_ACCOUNT_UPDATED,
                whose(found),
                ServiceAccountView.of(found, null),
                () -> ServiceAccountView.of(accounts.rename(found, name), null));
    }

    /** Ends one and revokes its keys; may be repeated. */
    @Secured(Permissions.KEYS_WRITE)
    @Delete("/{account}")
    public Deleted end(Authentication caller, String project, String account) {
        Project of = projects.find(caller, project);
        ServiceAccount found = PathIds.find(
                account,
                ServiceAccountId::parse,
                Thing.SERVICE_ACCOUNT,
                id -> accounts.findEver(of.tenant(), of.id(), id));
        audit.removed(
                AuditType.SERVICE_ACCOUNT_DELETED,
                whose(found),
                ServiceAccountView.of(found, null),
                () -> accounts.end(found));
        return new Deleted(
                "organization.project.service_account.deleted", found.id().text(), true);
    }

    /** Issues one more key to it. */
    @Secured(Permissions.KEYS_WRITE)
    @Post("/{account}/api_keys")
    public ServiceAccountView.Key issue(
            Authentication caller,
            String project,
            String account,
            @Body byte @Nullable [] body,
            @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        Project of = projects.find(caller, project);
        ServiceAccount found = account(of, account);
        KeyRequest wanted = KeyRequest.read(body, KeyRequest.Style.ORGANIZATION, true);
        KeySettings settings = wanted.settings(found.name());
        return audit.made(
                AuditType.API_KEY_CREATED,
                whose(found),
                () -> key(of, found, settings, wanted.expiresIn(), idempotencyKey));
    }

    private ServiceAccountView.Key key(
            Project project,
            ServiceAccount account,
            KeySettings settings,
            @Nullable Duration expiresIn,
            @Nullable String idempotencyKey) {
        return ServiceAccountView.Key.of(accounts.issue(project, account, settings, expiresIn, idempotencyKey));
    }

    private static Optional<String> role(String text) {
        return text.equals(ServiceAccountView.ROLE) ? Optional.of(text) : Optional.empty();
    }

    private static Whose whose(ServiceAccount account) {
        return Whose.of(account.tenant(), account.project());
    }

    private ServiceAccount account(Project project, String account) {
        return PathIds.find(
                account,
                ServiceAccountId::parse,
                Thing.SERVICE_ACCOUNT,
                id -> accounts.find(project.tenant(), project.id(), id));
    }
}
