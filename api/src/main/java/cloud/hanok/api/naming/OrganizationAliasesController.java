package cloud.hanok.api.naming;

import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import org.jspecify.annotations.Nullable;

/** Names that an organization made for itself. */
@Controller("/v1/organization/model_aliases")
public final class OrganizationAliasesController {
    private final AliasDesk desk;

    OrganizationAliasesController(AliasDesk desk) {
        this.desk = desk;
    }

    /** All of them, by name. */
    @Secured(Permissions.MODELS_READ)
    @Get
    public AliasView.AliasList list(Authentication caller) {
        return desk.list(Actor.tenantOf(caller));
    }

    /** Makes a name stand for models, or for others; holds within five seconds. */
    @Secured(Permissions.MODEL_ALIASES_WRITE)
    @Put("/{name}")
    public AliasView set(Authentication caller, String name, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.set(tenant, Whose.of(tenant), name, body);
    }

    /** Makes it stand for nothing any more. */
    @Secured(Permissions.MODEL_ALIASES_WRITE)
    @Delete("/{name}")
    public AliasView.Deleted delete(Authentication caller, String name) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.delete(tenant, Whose.of(tenant), name);
    }
}
