package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.provisioning.TenantProvisioning;
import cloud.hanok.api.provisioning.TenantProvisioning.ProvisionedTenant;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.home.HomeUnavailableException;
import cloud.hanok.platform.home.Homes;
import cloud.hanok.platform.home.TenantHome;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.N2sf;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantChange;
import cloud.hanok.tenant.organization.TenantPolicy;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.Page;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tenants. */
@Controller("/platform/v1/tenants")
public final class TenantsController {
    private static final int JURISDICTIONS_LIMIT = 20;
    private static final int ORIGIN_LIMIT_CHARS = 270;
    private static final int JURISDICTION_LIMIT_CHARS = 8;
    private static final int CLUSTER_LIMIT_CHARS = 32;
    /** A sentence or a case number. */
    private static final int REASON_LIMIT_CHARS = 500;
    /** The longest name, or an id. */
    private static final int CONFIRM_LIMIT_CHARS = 200;

    private final TenantProvisioning provisioning;
    private final Tenants tenants;
    private final Homes homes;
    private final TransparencyLogs logs;
    private final Audit audit;
    private final InstallationConfiguration installation;

    public TenantsController(
            TenantProvisioning provisioning,
            Tenants tenants,
            Homes homes,
            TransparencyLogs logs,
            Audit audit,
            InstallationConfiguration installation) {
        this.provisioning = provisioning;
        this.tenants = tenants;
        this.homes = homes;
        this.logs = logs;
        this.audit = audit;
        this.installation = installation;
    }

    /** Makes one, with its log and its admin key. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post
    public HttpResponse<TenantView> create(
            @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        NewTenant wanted = read(JsonObject.of(body));
        return HttpResponse.created(audit.made(AuditType.TENANT_CREATED, Whose.PLATFORM, () -> {
            ProvisionedTenant made = provisioning.create(wanted, idempotencyKey);
            String adminKey = made.adminKey().value().reveal();
            return TenantView.of(
                    made.tenant(),
                    cluster(made.tenant()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(made.log()),
                    installation.base(),
                    adminKey);
        }));
    }

    /** Those there are. */
    @Secured(Permissions.TENANTS_READ)
    @Get
    public Listing<TenantView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        Page<Tenant> page = tenants.list(query.afterId(TenantId::parse), query.limit());
        return Listing.of(page, Tenant::id, this::view);
    }

    /** One. */
    @Secured(Permissions.TENANTS_READ)
    @Get("/{id}")
    public TenantView find(String id) {
        return view(tenant(id));
    }

    /** Refuses its keys and its members, on every gateway within seconds. What runs ends by itself, what it has stays. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post("/{id}/suspend")
    public TenantView suspend(String id, @Body byte @Nullable [] body) {
        Tenant tenant = tenant(id);
        JsonObject fields = JsonObject.of(body);
        String reason = fields.text("reason", REASON_LIMIT_CHARS);
        fields.end();
        return audit.changed(
                AuditType.TENANT_SUSPENDED,
                Whose.of(tenant.id()),
                view(tenant),
                () -> view(provisioning.move(tenant.id(), TenantChange.SUSPEND, reason)));
    }

    /** Lets them in again. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post("/{id}/resume")
    public TenantView resume(String id) {
        Tenant tenant = tenant(id);
        return audit.changed(
                AuditType.TENANT_RESUMED,
                Whose.of(tenant.id()),
                view(tenant),
                () -> view(provisioning.move(tenant.id(), TenantChange.RESUME, "resumed")));
    }

    /** Begins to close a suspended one. It can be taken back. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post("/{id}/close")
    public TenantView close(String id, @Body byte @Nullable [] body) {
        Tenant tenant = tenant(id);
        JsonObject fields = JsonObject.of(body);
        String reason = fields.text("reason", REASON_LIMIT_CHARS);
        String confirm = fields.text("confirm", CONFIRM_LIMIT_CHARS);
        fields.end();
        if (!confirm.equals(tenant.name()) && !confirm.equals(tenant.id().text())) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "confirm",
                    "'confirm' must be the name or the id of the tenant to close.",
                    "'confirm'에는 폐쇄할 테넌트의 이름이나 ID를 그대로 입력해야 합니다."));
        }
        return audit.changed(
                AuditType.TENANT_CLOSING,
                Whose.of(tenant.id()),
                view(tenant),
                () -> view(provisioning.move(tenant.id(), TenantChange.CLOSE, reason)));
    }

    /** Takes a closing back: the tenant is suspended again. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post("/{id}/reopen")
    public TenantView reopen(String id) {
        Tenant tenant = tenant(id);
        return audit.changed(
                AuditType.TENANT_REOPENED,
                Whose.of(tenant.id()),
                view(tenant),
                () -> view(provisioning.move(tenant.id(), TenantChange.REOPEN, "reopened")));
    }

    /** Gives a tenant that an earlier release made what tenants have now. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post("/{id}/repair")
    public TenantView repair(String id) {
        Tenant tenant = tenant(id);
        return audit.changed(
                AuditType.TENANT_REPAIRED,
                Whose.of(tenant.id()),
                view(tenant),
                () -> view(provisioning.repair(tenant)));
    }

    /** Sets what holds for it at every door: how sensitive its data is, from where its people and keys are let in, and whose pages. */
    @Secured(Permissions.TENANTS_WRITE)
    @Put("/{id}/policy")
    public TenantView setPolicy(String id, @Body byte @Nullable [] body) {
        Tenant tenant = tenant(id);
        JsonObject fields = JsonObject.of(body);
        TenantPolicy wanted = new TenantPolicy(
                fields.choice("n2sf", N2sf::ofText, String.join(", ", N2sf.texts())),
                KeyRequest.ranges(fields, "allowedNetworks"),
                fields.has("allowedOrigins")
                        ? fields.texts("allowedOrigins", TenantPolicy.MAX_ORIGINS, ORIGIN_LIMIT_CHARS)
                        : tenant.policy().allowedOrigins());
        fields.end();
        return audit.changed(
                AuditType.TENANT_POLICY_CHANGED,
                Whose.of(tenant.id()),
                view(tenant),
                () -> view(tenants.setPolicy(tenant, wanted)));
    }

    /** Grants it its share of engines, which counts where more wait for an engine than it serves at once. */
    @Secured(Permissions.TENANTS_WRITE)
    @Put("/{id}/share")
    public TenantView setShare(String id, @Body byte @Nullable [] body) {
        Tenant tenant = tenant(id);
        JsonObject fields = JsonObject.of(body);
        int share = (int) fields.integer("share", 1, Tenant.MAX_SHARE);
        fields.end();
        return audit.changed(
                AuditType.TENANT_SHARE_CHANGED,
                Whose.of(tenant.id()),
                view(tenant),
                () -> view(tenants.setShare(tenant, share)));
    }

    private Tenant tenant(String id) {
        return PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find);
    }

    private TenantView view(Tenant tenant) {
        return TenantView.of(
                tenant,
                cluster(tenant),
                provisioning.progress(tenant.id()),
                provisioning.closing(tenant),
                provisioning.erasure(tenant),
                log(tenant.id()),
                installation.base(),
                null);
    }

    private Optional<String> cluster(Tenant tenant) {
        return tenant.isolation() == Isolation.SHARED
                ? Optional.empty()
                : homes.tenants().find(tenant.id()).map(TenantHome::cluster);
    }

    /** A dedicated tenant's log is in its home: while that cannot be reached, also before it is made, the tenant is shown without. */
    private Optional<LogIdentity> log(TenantId tenant) {
        try {
            return logs.find(tenant);
        } catch (HomeUnavailableException away) {
            return Optional.empty();
        }
    }

    private static NewTenant read(JsonObject body) {
        String name = body.text("name");
        Isolation isolation = body.choice(
                "isolation",
                text -> Arrays.stream(Isolation.values())
                        .filter(each -> each.name().equals(text))
                        .findFirst(),
                "SHARED, DEDICATED");
        TenantPolicy usual = TenantPolicy.usual(isolation);
        NewTenant wanted = new NewTenant(
                name,
                isolation,
                new LinkedHashSet<>(body.texts("allowedJurisdictions", JURISDICTIONS_LIMIT, JURISDICTION_LIMIT_CHARS)),
                body.integer("creditLimitWon", 0, Long.MAX_VALUE),
                new TenantPolicy(
                        body.has("n2sf")
                                ? body.choice("n2sf", N2sf::ofText, String.join(", ", N2sf.texts()))
                                : usual.n2sf(),
                        body.has("allowedNetworks") ? KeyRequest.ranges(body, "allowedNetworks") : List.of()),
                body.optionalText("cluster", CLUSTER_LIMIT_CHARS).orElse(null));
        body.end();
        return wanted;
    }
}
