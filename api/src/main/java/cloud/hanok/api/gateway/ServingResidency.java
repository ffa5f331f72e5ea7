package cloud.hanok.api.gateway;

import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingSite;
import cloud.hanok.compliance.residency.ResidencyDecision;
import cloud.hanok.compliance.residency.ResidencyPolicy;
import cloud.hanok.compliance.residency.SiteFacts;
import jakarta.inject.Singleton;
import java.util.Set;

/** Asks the policy about the site of a deployment: what a tenant is shown and what it may call are one decision. */
@Singleton
public final class ServingResidency {
    private final ResidencyPolicy policy;

    public ServingResidency(ResidencyPolicy policy) {
        this.policy = policy;
    }

    /**
     * Whether a tenant's requests may be computed where this deployment runs. Pure; may be called on an event loop.
     *
     * @param allowedJurisdictions of the tenant, ISO 3166-1 alpha-2
     */
    public ResidencyDecision decide(Set<String> allowedJurisdictions, ServingDeployment deployment) {
        ServingSite site = deployment.site();
        return policy.decide(
                allowedJurisdictions, new SiteFacts(site.id(), site.name(), site.country(), site.operator()));
    }
}
