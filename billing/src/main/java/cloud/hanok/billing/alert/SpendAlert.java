package cloud.hanok.billing.alert;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.SpendAlertId;
import cloud.hanok.platform.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants to hear when a month's spending reaches an amount. It refuses nothing.
 *
 * @param project whose spending it is; null for the whole tenant's
 * @param thresholdWon the amount, in won
 */
public record SpendAlert(
        SpendAlertId id, TenantId tenant, @Nullable ProjectId project, long thresholdWon, AlertChannel channel) {}
