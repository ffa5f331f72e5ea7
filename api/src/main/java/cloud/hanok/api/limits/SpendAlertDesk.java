package cloud.hanok.api.limits;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.billing.alert.AlertChannel;
import cloud.hanok.billing.alert.SpendAlert;
import cloud.hanok.billing.alert.SpendAlerts;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.SpendAlertId;
import cloud.hanok.platform.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the endpoints of spend alerts share. {@code project} is null for those of the whole tenant. */
@Singleton
final class SpendAlertDesk {
    private final SpendAlerts alerts;
    private final Audit audit;

    SpendAlertDesk(SpendAlerts alerts, Audit audit) {
        this.alerts = alerts;
        this.audit = audit;
    }

    Listing<SpendAlertView> list(
            TenantId tenant, @Nullable ProjectId project, PageQuery query, @Nullable String order) {
        List<SpendAlert> all = alerts.list(tenant, project);
        return Listing.of(isDescending(order) ? all.reversed() : all, query, SpendAlert::id, SpendAlertView::of);
    }

    SpendAlertView find(TenantId tenant, @Nullable ProjectId project, String id) {
        return SpendAlertView.of(alert(tenant, project, id));
    }

    SpendAlertView create(TenantId tenant, @Nullable ProjectId project, SpendAlertBody wanted) {
        AlertChannel channel = Objects.requireNonNullElseGet(wanted.channel(), () -> new AlertChannel(List.of(), ""));
        return audit.made(
                AuditType.SPEND_ALERT_CREATED,
                new Whose(tenant, project),
                () -> SpendAlertView.of(alerts.create(tenant, project, wanted.thresholdWon(), channel)));
    }

    SpendAlertView change(TenantId tenant, @Nullable ProjectId project, String id, byte @Nullable [] body) {
        SpendAlert found = alert(tenant, project, id);
        SpendAlertBody wanted = SpendAlertBody.read(body);
        AlertChannel channel = Objects.requireNonNullElse(wanted.channel(), found.channel());
        return audit.changed(
                AuditType.SPEND_ALERT_UPDATED,
                new Whose(tenant, project),
                SpendAlertView.of(found),
                () -> SpendAlertView.of(alerts.change(found, wanted.thresholdWon(), channel)));
    }

    SpendAlertView.Deleted delete(TenantId tenant, @Nullable ProjectId project, String id) {
        SpendAlert found = alert(tenant, project, id);
        audit.removed(
                AuditType.SPEND_ALERT_DELETED,
                new Whose(tenant, project),
                SpendAlertView.of(found),
                () -> alerts.delete(found));
        return new SpendAlertView.Deleted(
                SpendAlertView.object(found) + ".deleted", found.id().text(), true);
    }

    private SpendAlert alert(TenantId tenant, @Nullable ProjectId project, String id) {
        return PathIds.find(id, SpendAlertId::parse, Thing.SPEND_ALERT, alert -> alerts.find(tenant, project, alert));
    }

    private static boolean isDescending(@Nullable String order) {
        if (order == null || order.equals("asc")) {
            return false;
        }
        if (order.equals("desc")) {
            return true;
        }
        throw new ApiException(
                ApiError.invalidValue("order", "it must be one of: asc, desc", "다음 중 하나여야 합니다: asc, desc"));
    }
}
