package cloud.hanok.api.models;

import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Roles;
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
@Secured(Roles.PLATFORM_OPERATOR)
public final class ModelsController {
    private final Models models;

    public ModelsController(Models models) {
        this.models = models;
    }

    /** Records one. */
    @Post
    public HttpResponse<ModelView> create(
            @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        JsonObject fields = JsonObject.of(body);
        String name = fields.text("name");
        String publisher = fields.text("publisher");
        String licence = fields.text("licence");
        fields.end();
        return HttpResponse.created(ModelView.of(models.create(name, publisher, licence, idempotencyKey)));
    }

    /** Those there are, by name. */
    @Get
    public Listing<ModelView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        return Listing.of(models.list(), PageQuery.of(after, limit), Model::id, ModelView::of);
    }

    /** One. */
    @Get("/{id}")
    public ModelView find(String id) {
        return ModelView.of(PathIds.find(id, ModelId::parse, Thing.MODEL, models::find));
    }

    /** A model as it is sent. */
    public record ModelView(
            String object, String id, String name, String publisher, String licence, Instant createdAt) {
        static ModelView of(Model model) {
            return new ModelView(
                    "model", model.id().text(), model.name(), model.publisher(), model.licence(), model.createdAt());
        }
    }
}
