package cloud.hanok.cluster.serving;

import cloud.hanok.platform.id.SiteId;

/**
 * Where a deployment computes: what a residency decision is made on.
 *
 * @param id names it
 * @param name for people
 * @param country its jurisdiction, ISO 3166-1 alpha-2
 * @param operator who runs the data centre
 */
public record ServingSite(SiteId id, String name, String country, String operator) {}
