package cloud.hanok.api.organization;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.billing.invoice.InvoicePreview;
import cloud.hanok.billing.report.ReportJson;
import cloud.hanok.billing.report.ReportParameters;
import cloud.hanok.billing.report.ReportQuery;
import cloud.hanok.billing.report.UsageReports;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.time.Seoul;
import cloud.hanok.tenant.key.ApiKeys;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage and money of a tenant, whoever may ask for them. */
@Singleton
final class TenantReports {
    private final UsageReports reports;
    private final InvoicePreview previews;
    private final ApiKeys keys;
    private final Clock clock;

    TenantReports(UsageReports reports, InvoicePreview previews, ApiKeys keys, Clock clock) {
        this.reports = reports;
        this.previews = previews;
        this.keys = keys;
        this.clock = clock;
    }

    /** Tokens and requests by bucket. */
    String usage(TenantId tenant, ReportParameters asked) {
        ReportQuery query = ReportQuery.usage(tenant, asked, clock.instant());
        return ReportJson.completions(reports.completions(query, labels(query)));
    }

    /** Won by day. */
    String costs(TenantId tenant, ReportParameters asked) {
        ReportQuery query = ReportQuery.costs(tenant, asked, clock.instant());
        return ReportJson.costs(reports.costs(query, labels(query)));
    }

    /**
     * What a month would be invoiced with.
     *
     * @param month as it was asked for; null for the running one
     */
    InvoiceView preview(TenantId tenant, @Nullable String month) {
        return InvoiceView.of(previews.of(tenant, monthOf(month)));
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
