package cloud.hanok.compliance.residency;

import cloud.hanok.platform.id.SiteId;

/**
 * What the registry of sites says about one.
 *
 * @param id names it
 * @param name for people
 * @param country ISO 3166-1 alpha-2, upper case: the jurisdiction it is under
 * @param operator who runs it
 */
public record SiteFacts(SiteId id, String name, String country, String operator) {}
