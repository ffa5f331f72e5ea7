package cloud.hanok.api.naming;

import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.security.Permissions;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import org.jspecify.annotations.Nullable;

/** Names that the operator offers to all tenants of the shared pool, such as one for a model's latest version. */
@Controller("/platform/v1/model_aliases")
public final class OfferedAliasesController {
    private final AliasDesk desk;

    OfferedAliasesController(AliasDesk desk) {
        this.desk = desk;
    }

    /** All of them, by name. */
    @Secured(Permissions.DEPLOYMENTS_READ)
    @Get
    public AliasView.AliasList list() {
        return desk.list(null);
    }

    /** Makes a name stand for deployments, or for others; holds within five seconds. */
    @Secured(Permissions.DEPLOYMENTS_WRITE)
    @Put("/{name}")
    public AliasView set(String name, @Body byte @Nullable [] body) {
        return desk.set(null, Whose.PLATFORM, name, body);
    }

    /** Makes it stand for nothing any more. */
    @Secured(Permissions.DEPLOYMENTS_WRITE)
    @Delete("/{name}")
    public AliasView.Deleted delete(String name) {
        return desk.delete(null, Whose.PLATFORM, name);
    }
}
