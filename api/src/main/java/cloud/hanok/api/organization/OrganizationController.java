package cloud.hanok.api.organization;

import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.billing.report.ReportParameters;
import cloud.hanok.platform.id.ProjectId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Usage and money of the caller's own tenant, in the shape of OpenAI's admin API where that has one. */
@Controller("/v1/organization")
public final class OrganizationController {
    private final TenantReports reports;

    public OrganizationController(TenantReports reports) {
        this.reports = reports;
    }

    /** Tokens and requests by bucket. */
    @Secured(Permissions.USAGE_READ)
    @Get(value = "/usage/completions", produces = MediaType.APPLICATION_JSON)
    public String usage(Authentication caller, HttpRequest<?> request) {
        return reports.usage(Actor.tenantOf(caller), parameters(caller, request));
    }

    /** Won by day. */
    @Secured(Permissions.USAGE_READ)
    @Get(value = "/costs", produces = MediaType.APPLICATION_JSON)
    public String costs(Authentication caller, HttpRequest<?> request) {
        return reports.costs(Actor.tenantOf(caller), parameters(caller, request));
    }

    /** What a month, by default the running one, would be invoiced with. */
    @Secured(Permissions.INVOICES_READ)
    @Get("/invoices/preview")
    public InvoiceView preview(Authentication caller, @QueryValue @Nullable String month) {
        return reports.preview(Actor.tenantOf(caller), month);
    }

    /** What was asked for, of the projects that the caller sees. One that is named and not seen is not there. */
    private static ReportParameters parameters(Authentication caller, HttpRequest<?> request) {
        ReportParameters asked = ReportQueryString.read(request.getParameters());
        Set<String> seen = Actor.of(caller)
                .projectsWhere(Permissions.USAGE_READ)
                .map(ids -> ids.stream().map(ProjectId::text).collect(Collectors.toUnmodifiableSet()))
                .orElse(null);
        if (seen == null) {
            return asked;
        }
        for (String project : asked.projectIds()) {
            if (!seen.contains(project)) {
                throw Thing.PROJECT.unknown(project);
            }
        }
        return asked.projectIds().isEmpty() ? asked.ofProjects(seen) : asked;
    }
}
