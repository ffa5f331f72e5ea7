package cloud.hanok.compliance.residency;

import java.util.Set;

/**
 * Decides where a tenant's requests may be computed; denies by default. Computing a prompt abroad is a transfer of the
 * personal data in it (PIPA Art. 28-8, 국외 이전), so a site is allowed only when the tenant names its country.
 */
public final class ResidencyPolicy {
    /** Of the rules below; raised whenever a rule changes, so that a receipt says which ones held. */
    public static final String VERSION = "residency/1";

    // Every answer there is, made once: a decision on the event loop allocates nothing.
    private static final ResidencyDecision INSIDE = of(ResidencyReason.SITE_IN_ALLOWED_JURISDICTION);
    private static final ResidencyDecision OUTSIDE = of(ResidencyReason.SITE_OUTSIDE_ALLOWED_JURISDICTIONS);
    private static final ResidencyDecision NOTHING = of(ResidencyReason.TENANT_ALLOWS_NOTHING);

    /**
     * Decides on one site. Pure; may be called on an event loop.
     *
     * @param allowedJurisdictions of the tenant, ISO 3166-1 alpha-2 in upper case, compared exactly
     * @param site as the registry has it
     */
    public ResidencyDecision decide(Set<String> allowedJurisdictions, SiteFacts site) {
        if (allowedJurisdictions.isEmpty()) {
            return NOTHING;
        }
        return allowedJurisdictions.contains(site.country()) ? INSIDE : OUTSIDE;
    }

    private static ResidencyDecision of(ResidencyReason reason) {
        return new ResidencyDecision(reason, VERSION);
    }
}
