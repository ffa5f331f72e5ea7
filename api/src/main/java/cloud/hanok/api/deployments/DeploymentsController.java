package cloud.hanok.api.deployments;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.provisioning.DeploymentProvisioning;
import cloud.hanok.api.provisioning.DeploymentRequest;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.billing.price.NewPrice;
import cloud.hanok.billing.price.PriceBook;
import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.Deployments;
import cloud.hanok.cluster.deployment.DriverKind;
import cloud.hanok.cluster.driver.LocalDriver;
import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.secret.Secret;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Model versions offered under a name, on engines, at a price. */
@Controller("/platform/v1/deployments")
public final class DeploymentsController {
    private static final int URL_LIMIT_CHARS = 2_048;
    private static final int CREDENTIAL_LIMIT_CHARS = 4_096;
    private static final int UPSTREAM_LIMIT_CHARS = 256;
    private static final int CONCURRENCY_LIMIT = 100_000;
    private static final int CONTEXT_LIMIT_TOKENS = 100_000_000;

    private final DeploymentProvisioning provisioning;
    private final Deployments deployments;
    private final LocalDriver engines;
    private final PriceBook prices;
    private final Audit audit;

    public DeploymentsController(
            DeploymentProvisioning provisioning,
            Deployments deployments,
            LocalDriver engines,
            PriceBook prices,
            Audit audit) {
        this.provisioning = provisioning;
        this.deployments = deployments;
        this.engines = engines;
        this.prices = prices;
        this.audit = audit;
    }

    /** Asks for one. It is taken up in the background. */
    @Secured(Permissions.DEPLOYMENTS_WRITE)
    @Post
    public HttpResponse<DeploymentView> create(
            @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        DeploymentRequest wanted = read(JsonObject.of(body));
        return HttpResponse.accepted()
                .body(audit.made(
                        AuditType.DEPLOYMENT_CREATED,
                        Whose.PLATFORM,
                        () -> view(provisioning.create(wanted, idempotencyKey))));
    }

    /** Those there are, by name. */
    @Secured(Permissions.DEPLOYMENTS_READ)
    @Get
    public Listing<DeploymentView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        return Listing.of(deployments.list(), PageQuery.of(after, limit), Deployment::id, this::view);
    }

    /** One, deleted or not. */
    @Secured(Permissions.DEPLOYMENTS_READ)
    @Get("/{id}")
    public DeploymentView find(String id) {
        return view(PathIds.find(id, DeploymentId::parse, Thing.DEPLOYMENT, deployments::find));
    }

    /** What its engine wrote, on the machine that is asked. */
    @Secured(Permissions.DEPLOYMENTS_READ)
    @Get("/{id}/log")
    public EngineLogView log(String id, @QueryValue @Nullable Long after) throws IOException {
        Deployment deployment = PathIds.find(id, DeploymentId::parse, Thing.DEPLOYMENT, deployments::find);
        return engines.log(deployment.id(), after == null ? -1 : after)
                .map(part -> EngineLogView.of(deployment.id(), part))
                .orElseThrow(() -> Thing.LOG.missing(deployment.id()));
    }

    /** Says how long its engines may leave a client without anything. */
    @Secured(Permissions.DEPLOYMENTS_WRITE)
    @Put("/{id}/timeouts")
    public DeploymentView setTimeouts(String id, @Body byte @Nullable [] body) {
        AnswerTimeouts wanted = timeouts(JsonObject.of(body));
        Deployment deployment = PathIds.find(id, DeploymentId::parse, Thing.DEPLOYMENT, deployments::find);
        return audit.changed(
                AuditType.DEPLOYMENT_TIMEOUTS_SET,
                Whose.PLATFORM,
                view(deployment),
                () -> view(deployments.setTimeouts(deployment.id(), wanted)));
    }

    /** Says how many requests its external engine computes at once; 0: it is not known. */
    @Secured(Permissions.DEPLOYMENTS_WRITE)
    @Put("/{id}/concurrency")
    public DeploymentView setConcurrency(String id, @Body byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        int wanted = Math.toIntExact(fields.integer("concurrency", 0, CONCURRENCY_LIMIT));
        fields.end();
        Deployment deployment = PathIds.find(id, DeploymentId::parse, Thing.DEPLOYMENT, deployments::find);
        return audit.changed(
                AuditType.DEPLOYMENT_CONCURRENCY_SET,
                Whose.PLATFORM,
                view(deployment),
                () -> view(deployments.setConcurrency(deployment.id(), wanted)));
    }

    /** Asks for its end. */
    @Secured(Permissions.DEPLOYMENTS_WRITE)
    @Delete("/{id}")
    public HttpResponse<DeploymentView> delete(String id) {
        Deployment deployment = PathIds.find(id, DeploymentId::parse, Thing.DEPLOYMENT, deployments::find);
        return HttpResponse.accepted()
                .body(audit.changed(
                        AuditType.DEPLOYMENT_DELETED,
                        Whose.PLATFORM,
                        view(deployment),
                        () -> view(deployments.delete(deployment.id()))));
    }

    private DeploymentView view(Deployment deployment) {
        return DeploymentView.of(deployment, prices.read(deployment.price()).orElse(null));
    }

    private static DeploymentRequest read(JsonObject fields) {
        DeploymentRequest wanted = new DeploymentRequest(
                fields.text("name"),
                fields.has("pool") ? fields.id("pool", Pool::parse) : Pool.SHARED,
                fields.id("modelVersion", ModelVersionId::parse),
                fields.choice("driver", DriverKind::ofText, "local, external"),
                fields.id("site", SiteId::parse),
                fields.choice("engine", EngineKind::ofText, String.join(", ", EngineKind.texts())),
                fields.optionalText("url", URL_LIMIT_CHARS).orElse(null),
                credential(fields).orElse(null),
                fields.optionalText("upstreamModel", UPSTREAM_LIMIT_CHARS).orElse(null),
                Math.toIntExact(fields.optionalInteger("contextTokens", 0, CONTEXT_LIMIT_TOKENS)
                        .orElse(0L)),
                price(fields.object("price")),
                fields.has("timeouts") ? timeouts(fields.object("timeouts")) : AnswerTimeouts.DEFAULTS,
                Math.toIntExact(fields.optionalInteger("concurrency", 0, CONCURRENCY_LIMIT)
                        .orElse(0L)));
        fields.end();
        return wanted;
    }

    /** It goes into a header: a line end in it would begin another one. */
    private static Optional<Secret> credential(JsonObject fields) {
        Optional<String> text = fields.optionalText("credential", CREDENTIAL_LIMIT_CHARS);
        if (text.isPresent() && !text.get().chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new ApiException(ApiError.invalidValue(
                    "credential",
                    "it must have visible ASCII characters only, without spaces",
                    "공백 없이 눈에 보이는 ASCII 문자만 사용할 수 있습니다"));
        }
        return text.map(Secret::new);
    }

    /** What is not said is as it is by default. */
    private static AnswerTimeouts timeouts(JsonObject fields) {
        var timeouts = new AnswerTimeouts(
                seconds(fields, "firstTokenSeconds", AnswerTimeouts.DEFAULTS.firstTokenSeconds()),
                seconds(fields, "idleSeconds", AnswerTimeouts.DEFAULTS.idleSeconds()));
        fields.end();
        return timeouts;
    }

    private static int seconds(JsonObject fields, String field, int otherwise) {
        return fields.optionalInteger(field, AnswerTimeouts.LEAST_SECONDS, AnswerTimeouts.MOST_SECONDS)
                .map(Math::toIntExact)
                .orElse(otherwise);
    }

    private static NewPrice price(JsonObject fields) {
        NewPrice price = new NewPrice(
                fields.integer("inputNanoWon", 0, Long.MAX_VALUE),
                fields.integer("cachedNanoWon", 0, Long.MAX_VALUE),
                fields.integer("outputNanoWon", 0, Long.MAX_VALUE));
        fields.end();
        return price;
    }
}
