package cloud.hanok.cluster.fairness;

import cloud.hanok.platform.id.TenantId;

/**
 * What one gateway says of one tenant in one deployment.
 *
 * @param gateway its lasting name
 * @param tenant whose
 * @param service what it served it over all its lives, in ten-thousandths of a unit by share
 * @param lifted by how much the counter was lifted, as far as it knew, in the same unit
 * @param waiting whether requests of it wait there
 * @param writtenAtMillis when it said so, epoch, by its clock
 */
public record ServiceRecord(
        String gateway, TenantId tenant, long service, long lifted, boolean waiting, long writtenAtMillis) {}
