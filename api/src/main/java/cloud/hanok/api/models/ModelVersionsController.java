package cloud.hanok.api.models;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.ModelId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.registry.model.Models;
import cloud.hanok.registry.version.ModelCapability;
import cloud.hanok.registry.version.ModelCard;
import cloud.hanok.registry.version.ModelVersion;
import cloud.hanok.registry.version.ModelVersions;
import cloud.hanok.registry.version.VersionKind;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The versions of a model. */
@Controller("/platform/v1/models/{id}/versions")
public final class ModelVersionsController {
    private static final int PATH_LIMIT_CHARS = 4_096;

    private final Models models;
    private final ModelVersions versions;
    private final Audit audit;

    public ModelVersionsController(Models models, ModelVersions versions, Audit audit) {
        this.models = models;
        this.versions = versions;
        this.audit = audit;
    }

    /** Imports a file of this machine, or records what somebody else's engine serves. */
    @Secured(Permissions.REGISTRY_WRITE)
    @Post
    public HttpResponse<VersionView> create(
            String id, @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        ModelId model = model(id);
        JsonObject fields = JsonObject.of(body);
        String version = fields.text("version");
        VersionKind kind = fields.choice("kind", VersionKind::ofText, "stored, declared");
        return switch (kind) {
            case STORED -> {
                String path = fields.text("path", PATH_LIMIT_CHARS);
                ModelCard card = card(fields).orElse(null);
                fields.end();
                yield HttpResponse.accepted()
                        .body(recorded(() -> versions.importStored(model, version, path, card, idempotencyKey)));
            }
            case DECLARED -> {
                long contextTokens = fields.optionalInteger("contextTokens", 0, ModelVersions.MAX_CONTEXT_TOKENS)
                        .orElse(0L);
                ModelCard card = card(fields).orElse(null);
                fields.end();
                yield HttpResponse.created(
                        recorded(() -> versions.declare(model, version, contextTokens, card, idempotencyKey)));
            }
        };
    }

    /** Those there are, by name. */
    @Secured(Permissions.REGISTRY_READ)
    @Get
    public Listing<VersionView> list(
            String id, @QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        return Listing.of(versions.list(model(id)), PageQuery.of(after, limit), ModelVersion::id, VersionView::of);
    }

    /** One. */
    @Secured(Permissions.REGISTRY_READ)
    @Get("/{versionId}")
    public VersionView find(String id, String versionId) {
        ModelId model = model(id);
        ModelVersionId version = PathIds.read(versionId, ModelVersionId::parse, Thing.MODEL_VERSION);
        ModelVersion found = versions.find(version)
                .filter(each -> each.model().equals(model))
                .orElseThrow(() -> Thing.MODEL_VERSION.missing(version));
        return VersionView.of(found);
    }

    /** What is stated of the model, when anything is. */
    private static Optional<ModelCard> card(JsonObject fields) {
        List<ModelCapability> capabilities =
                fields.choices("capabilities", ModelCapability::ofText, ModelCapability.texts());
        int dimensions =
                Math.toIntExact(fields.optionalInteger("embeddingDimensions", 0, ModelCard.MAX_EMBEDDING_DIMENSIONS)
                        .orElse(0L));
        return fields.has("capabilities") || dimensions > 0
                ? Optional.of(ModelCard.stated(capabilities, dimensions))
                : Optional.empty();
    }

    private VersionView recorded(Supplier<ModelVersion> change) {
        return audit.made(AuditType.MODEL_VERSION_CREATED, Whose.PLATFORM, () -> VersionView.of(change.get()));
    }

    private ModelId model(String id) {
        return PathIds.find(id, ModelId::parse, Thing.MODEL, models::find).id();
    }
}
