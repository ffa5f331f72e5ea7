package cloud.hanok.platform.lease;

import cloud.hanok.platform.id.TenantId;

/**
 * Names one budget.
 *
 * @param tenant whose
 * @param subject what of: the room that leases it names it
 * @param period when; a new period begins with nothing granted
 */
public record LeaseKey(TenantId tenant, String subject, String period) {}
