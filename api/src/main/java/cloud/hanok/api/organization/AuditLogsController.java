package cloud.hanok.api.organization;

import cloud.hanok.api.audit.AuditLogJson;
import cloud.hanok.api.audit.AuditLogQueryString;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.compliance.audit.AuditLog;
import cloud.hanok.compliance.audit.AuditQuery;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;

/** The audit log of the caller's own tenant, in the shape of OpenAI's admin API. */
@Controller("/v1/organization/audit_logs")
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

    /** Events, newest first. */
    @Secured(Permissions.AUDIT_READ)
    @Get(produces = MediaType.APPLICATION_JSON)
    public String list(Authentication caller, HttpRequest<?> request) {
        TenantId tenant = Actor.tenantOf(caller);
        AuditQuery query = AuditLogQueryString.read(
                request.getParameters(),
                tenants.get(tenant).createdAt(),
                emails -> members.withAddresses(tenant, emails));
        return json.page(log.list(tenant, query));
    }
}
