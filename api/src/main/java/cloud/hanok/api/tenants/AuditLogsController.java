package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.AuditLogJson;
import cloud.hanok.api.audit.AuditLogQueryString;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.compliance.audit.AuditLog;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import java.util.Set;

/** What was changed: in the platform itself, and in a tenant. */
@Controller("/platform/v1")
public final class AuditLogsController {
    private final AuditLog log;
    private final AuditLogJson json;
    private final Tenants tenants;
    private final Members members;

    public AuditLogsController(AuditLog log, AuditLogJson json, Tenants tenants, Members members) {
        this.log = log;
        this.json = json;
        this.tenants = tenants;
        this.members = members;
    }

    /** Changes of what is no tenant's, newest first. */
    @Secured(Permissions.PLATFORM_AUDIT_READ)
    @Get(value = "/audit_logs", produces = MediaType.APPLICATION_JSON)
    public String platform(HttpRequest<?> request) {
        return json.page(
                log.list(null, AuditLogQueryString.read(request.getParameters(), Instant.EPOCH, emails -> Set.of())));
    }

    /** Changes in a tenant, newest first. */
    @Secured(Permissions.PLATFORM_AUDIT_READ)
    @Get(value = "/tenants/{id}/audit_logs", produces = MediaType.APPLICATION_JSON)
    public String ofTenant(String id, HttpRequest<?> request) {
        Tenant tenant = PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find);
        return json.page(log.list(
                tenant.id(),
                AuditLogQueryString.read(
                        request.getParameters(),
                        tenant.createdAt(),
                        emails -> members.withAddresses(tenant.id(), emails))));
    }
}
