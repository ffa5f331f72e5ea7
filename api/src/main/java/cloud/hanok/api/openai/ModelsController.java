package cloud.hanok.api.openai;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.gateway.ServingResidency;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.billing.price.PriceBook;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked now: a model stands for the deployment that serves under its name. One at a site that the tenant
 * does not allow cannot be asked, so to the tenant it is not there.
 */
@Controller(GatewayRoutes.MODELS)
public final class ModelsController {
    private final TenantDirectory tenants;
    private final ServingDirectory directory;
    private final ServingResidency residency;
    private final PriceBook prices;

    public ModelsController(
            TenantDirectory tenants, ServingDirectory directory, ServingResidency residency, PriceBook prices) {
        this.tenants = tenants;
        this.directory = directory;
        this.residency = residency;
        this.prices = prices;
    }

    /** All of them, by name. */
    @Secured(Permissions.MODELS_READ)
    @Get
    public ModelList list(Authentication caller) {
        Set<String> allowed = allowedJurisdictions(caller);
        Set<String> scope = modelsInScope(caller);
        return new ModelList(
                "list",
                directory.all(poolOf(caller)).stream()
                        .filter(deployment -> scope.isEmpty() || scope.contains(deployment.name()))
                        .filter(deployment ->
                                residency.decide(allowed, deployment).allowed())
                        .map(this::view)
                        .toList());
    }

    /** One of them. */
    @Secured(Permissions.MODELS_READ)
    @Get("/{id}")
    public ModelView find(Authentication caller, String id) {
        ServingDeployment deployment = directory.find(poolOf(caller), id);
        Set<String> scope = modelsInScope(caller);
        if (deployment == null
                || (!scope.isEmpty() && !scope.contains(id))
                || !residency.decide(allowedJurisdictions(caller), deployment).allowed()) {
            throw new ApiException(ApiError.of(ErrorCode.MODEL_NOT_FOUND, id).withParam("model"));
        }
        return view(deployment);
    }

    private static Set<String> allowedJurisdictions(Authentication caller) {
        return ofTenant(caller).allowedJurisdictions();
    }

    private static Actor.OfTenant ofTenant(Authentication caller) {
        return switch (Actor.of(caller)) {
            case Actor.OfTenant it -> it;
            case Actor.Operator _, Actor.SignedIn _ -> throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
        };
    }

    /** Whose own pool computes for the caller; null for the shared one. */
    private @Nullable TenantId poolOf(Authentication caller) {
        return switch (tenants.of(ofTenant(caller).tenant()).settled()) {
            case Lookup.Found<Tenant>(var tenant) -> tenant.dedicated();
            case Lookup.Absent<Tenant> _, Lookup.Stale<Tenant> _, Lookup.Pending<Tenant> _ ->
                throw new ApiException(ApiError.of(ErrorCode.STORE_UNAVAILABLE));
        };
    }

    /** Names that the key may ask; empty for all. */
    private static Set<String> modelsInScope(Authentication caller) {
        return switch (Actor.of(caller)) {
            case Actor.ProjectKey key -> key.models();
            case Actor.TenantAdmin _, Actor.Person _, Actor.SignedIn _, Actor.Operator _ -> Set.of();
        };
    }

    private ModelView view(ServingDeployment deployment) {
        return ModelView.of(deployment, prices.find(deployment.price()));
    }

    /**
     * As OpenAI writes it.
     *
     * @param object always {@code list}
     */
    public record ModelList(String object, List<ModelView> data) {}
}
