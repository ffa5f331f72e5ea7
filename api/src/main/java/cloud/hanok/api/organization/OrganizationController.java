package cloud.hanok.api.organization;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.billing.invoice.InvoicePreview;
import cloud.hanok.billing.report.ReportJson;
import cloud.hanok.billing.report.ReportParameters;
import cloud.hanok.billing.report.ReportQuery;
import cloud.hanok.billing.report.UsageReports;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.time.Seoul;
import cloud.hanok.tenant.key.ApiKeys;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Usage and money of the caller's own tenant, in the shape of OpenAI's admin API where that has one. */
@Controller("/v1/organization")
public final class OrganizationController {
    private final UsageReports reports;
    private final InvoicePreview previews;
    private final ApiKeys keys;
    private final Clock clock;

    public OrganizationController(UsageReports reports, InvoicePreview previews, ApiKeys keys, Clock clock) {
        this.reports = reports;
        this.previews = previews;
        this.keys = keys;
        this.clock = clock;
    }

    /** Tokens and requests by bucket. */
    @Secured(Permissions.USAGE_READ)
    @Get(value = "/usage/completions", produces = MediaType.APPLICATION_JSON)
    public String usage(Authentication caller, HttpRequest<?> request) {
        TenantId tenant = Actor.tenantOf(caller);
        ReportQuery query = ReportQuery.usage(tenant, parameters(caller, request), clock.instant());
        return ReportJson.completions(reports.completions(query, labels(query)));
    }

    /** Won by day. */
    @Secured(Permissions.USAGE_READ)
    @Get(value = "/costs", produces = MediaType.APPLICATION_JSON)
    public String costs(Authentication caller, HttpRequest<?> request) {
        TenantId tenant = Actor.tenantOf(caller);
        ReportQuery query = ReportQuery.costs(tenant, parameters(caller, request), clock.instant());
        return ReportJson.costs(reports.costs(query, labels(query)));
    }

    /** What a month, by default the running one, would be invoiced with. */
    @Secured(Permissions.INVOICES_READ)
    @Get("/invoices/preview")
    public InvoiceView preview(Authentication caller, @QueryValue @Nullable String month) {
        return InvoiceView.of(previews.of(Actor.tenantOf(caller), monthOf(month)));
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

    private Map<KeyId, Map<String, String>> labels(ReportQuery query) {
        return query.needsLabels() ? keys.labels(query.tenant()) : Map.of();
    }

    private YearMonth monthOf(@Nullable String text) {
        if (text == null) {
            return Seoul.monthOf(clock.instant());
        }
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException wrong) {
            throw new ApiException(
                    ApiError.invalidValue("month", "it must be written YYYY-MM", "YYYY-MM 형식이어야 합니다"), wrong);
        }
    }
}
