package cloud.hanok.api.openai;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.gateway.ServingResidency;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.billing.price.PriceBook;
import cloud.hanok.cluster.naming.AliasDirectory;
import cloud.hanok.cluster.naming.AliasSet;
import cloud.hanok.cluster.naming.ModelAlias;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked now: a model stands for the deployment that serves under its name. One at a site that the tenant
 * does not allow cannot be asked, so to the tenant it is not there.
 */
@Controller(GatewayRoutes.MODELS)
public final class ModelsController {
    private final TenantDirectory tenants;
    private final ServingDirectory directory;
    private final AliasDirectory aliases;
    private final ServingResidency residency;
    private final PriceBook prices;

    public ModelsController(
            TenantDirectory tenants,
            ServingDirectory directory,
            AliasDirectory aliases,
            ServingResidency residency,
            PriceBook prices) {
        this.tenants = tenants;
        this.directory = directory;
        this.aliases = aliases;
        this.residency = residency;
        this.prices = prices;
    }

    /** All of them, by name, with the names that stand for others. */
    @Secured(Permissions.MODELS_READ)
    @Get
    public ModelList list(Authentication caller) {
        var names = new TreeMap<String, ModelView>();
        Askable askable = askable(caller);
        for (ServingDeployment deployment : directory.all(askable.pool())) {
            model(askable, deployment.name()).ifPresent(view -> names.put(view.id(), view));
        }
        if (askable.pool() == null) {
            aliases(null)
                    .sorted()
                    .forEach(alias -> alias(askable, alias).ifPresent(view -> names.putIfAbsent(view.id(), view)));
        }
        aliases(Actor.ofTenant(caller).tenant()).sorted().forEach(alias -> {
            names.remove(alias.name());
            alias(askable, alias).ifPresent(view -> names.put(view.id(), view));
        });
        return ModelList.of(List.copyOf(names.values()));
    }

    /** One of them. */
    @Secured(Permissions.MODELS_READ)
    @Get("/{id}")
    public ModelView find(Authentication caller, String id) {
        return list(caller).data().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        ApiError.of(ErrorCode.MODEL_NOT_FOUND, id).withParam("model")));
    }

    /**
     * What of all that serves a caller can ask.
     *
     * @param jurisdictions that its tenant allows
     * @param names that its key may ask; empty for all
     * @param pool whose own it is; null for the shared one
     */
    private record Askable(
            Set<String> jurisdictions,
            Set<String> names,
            @Nullable TenantId pool) {
        boolean names(String name) {
            return names.isEmpty() || names.contains(name);
        }
    }

    private Askable askable(Authentication caller) {
        return new Askable(allowedJurisdictions(caller), modelsInScope(caller), poolOf(caller));
    }

    private Optional<ModelView> model(Askable askable, String name) {
        return served(askable, name).filter(_ -> askable.names(name)).map(this::view);
    }

    private Optional<ModelView> alias(Askable askable, ModelAlias alias) {
        return alias.targets().stream()
                .filter(target -> askable.names(alias.name()) || askable.names(target))
                .flatMap(target -> served(askable, target).stream())
                .findFirst()
                .map(deployment -> view(deployment).as(alias.name(), alias.targets()));
    }

    private Optional<ServingDeployment> served(Askable askable, String name) {
        return Optional.ofNullable(directory.find(askable.pool(), name))
                .filter(deployment ->
                        residency.decide(askable.jurisdictions(), deployment).allowed());
    }

    private AliasSet aliases(@Nullable TenantId owner) {
        return switch (aliases.lookup(owner).settled()) {
            case Lookup.Found<AliasSet>(var found) -> found;
            case Lookup.Absent<AliasSet> _ -> AliasSet.EMPTY;
            case Lookup.Stale<AliasSet> _, Lookup.Pending<AliasSet> _ ->
                throw new ApiException(ApiError.of(ErrorCode.STORE_UNAVAILABLE));
        };
    }

    private static Set<String> allowedJurisdictions(Authentication caller) {
        return Actor.ofTenant(caller).allowedJurisdictions();
    }

    /** Whose own pool computes for the caller; null for the shared one. */
    private @Nullable TenantId poolOf(Authentication caller) {
        return switch (tenants.of(Actor.ofTenant(caller).tenant()).settled()) {
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
     * As OpenAI writes it, and Anthropic.
     *
     * @param object always {@code list}
     * @param hasMore always false: all are there
     * @param firstId null where there is none
     * @param lastId null where there is none
     */
    public record ModelList(
            String object,
            List<ModelView> data,
            @JsonProperty("has_more") boolean hasMore,
            @JsonProperty("first_id") @Nullable String firstId,
            @JsonProperty("last_id") @Nullable String lastId) {
        static ModelList of(List<ModelView> models) {
            return new ModelList(
                    "list",
                    models,
                    false,
                    models.isEmpty() ? null : models.getFirst().id(),
                    models.isEmpty() ? null : models.getLast().id());
        }
    }
}
