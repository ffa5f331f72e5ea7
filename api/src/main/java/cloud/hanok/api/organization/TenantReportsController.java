package cloud.hanok.api.organization;

import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import org.jspecify.annotations.Nullable;

/**
 * Usage and money of any tenant, for the operator: also of one that is closed, whose own people cannot ask any more. The figures are
 * the tenant's own, in the same shape.
 */
@Controller("/platform/v1/tenants/{id}")
public final class TenantReportsController {
    private final TenantReports reports;
    private final Tenants tenants;

    public TenantReportsController(TenantReports reports, Tenants tenants) {
        this.reports = reports;
        this.tenants = tenants;
    }

    /** Tokens and requests by bucket. */
    @Secured(Permissions.TENANTS_READ)
    @Get(value = "/usage/completions", produces = MediaType.APPLICATION_JSON)
    public String usage(String id, HttpRequest<?> request) {
        return reports.usage(tenant(id), ReportQueryString.read(request.getParameters()));
    }

    /** Won by day. */
    @Secured(Permissions.TENANTS_READ)
    @Get(value = "/costs", produces = MediaType.APPLICATION_JSON)
    public String costs(String id, HttpRequest<?> request) {
        return reports.costs(tenant(id), ReportQueryString.read(request.getParameters()));
    }

    /** What a month, by default the running one, would be invoiced with. */
    @Secured(Permissions.TENANTS_READ)
    @Get("/invoices/preview")
    public InvoiceView preview(String id, @QueryValue @Nullable String month) {
        return reports.preview(tenant(id), month);
    }

    private TenantId tenant(String id) {
        return PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find).id();
    }
}
