package cloud.hanok.api.models;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.ModelId;
import cloud.hanok.registry.model.Model;
import cloud.hanok.registry.model.Models;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Models: families of versions. */
@Controller("/platform/v1/models")
public final class ModelsController {
    private final Models models;
    private final Audit audit;

    public ModelsController(Models models, Audit audit) {
        this.models = models;
        this.audit = audit;
    }

    /** Records one. */
    @Secured(Permissions.REGISTRY_WRITE)
    @Post
    public HttpResponse<ModelView> create(
            @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        JsonObject fields = JsonObject.of(body);
        String name = fields.text("name");
        String publisher = fields.text("publisher");
        String licence = fields.text("licence");
        fields.end();
        return HttpResponse.created(audit.made(
                AuditType.MODEL_CREATED,
                Whose.PLATFORM,
                () -> ModelView.of(models.create(name, publisher, licence, idempotencyKey))));
    }

    /** Those there are, by name. */
    @Secured(Permissions.REGISTRY_READ)
    @Get
    public Listing<ModelView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        return Listing.of(models.list(), PageQuery.of(after, limit), Model::id, ModelView::of);
    }

    /** One. */
    @Secured(Permissions.REGISTRY_READ)
    @Get("/{id}")
    public ModelView find(String id) {
        return ModelView.of(PathIds.find(id, ModelId::parse, Thing.MODEL, models::find));
    }

    /** A model as it is sent. */
    public record ModelView(String object, String id, String name, String publisher, String licence, Instant createdAt)
            implements Audited {
        static ModelView of(Model model) {
            return new ModelView(
                    "model", model.id().text(), model.name(), model.publisher(), model.licence(), model.createdAt());
        }
    }
}
