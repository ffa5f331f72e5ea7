package cloud.hanok.api.openai;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.security.Roles;
import cloud.hanok.billing.price.PriceBook;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.util.List;

/** What can be asked now: a model stands for the deployment that serves under its name. */
@Controller(GatewayRoutes.MODELS)
@Secured({Roles.PROJECT, Roles.TENANT_ADMIN})
public final class ModelsController {
    private final ServingDirectory directory;
    private final PriceBook prices;

    public ModelsController(ServingDirectory directory, PriceBook prices) {
        this.directory = directory;
        this.prices = prices;
    }

    /** All of them, by name. */
    @Get
    public ModelList list() {
        return new ModelList("list", directory.all().stream().map(this::view).toList());
    }

    /** One of them. */
    @Get("/{id}")
    public ModelView find(String id) {
        ServingDeployment deployment = directory.find(id);
        if (deployment == null) {
            throw new ApiException(ApiError.of(ErrorCode.MODEL_NOT_FOUND, id).withParam("model"));
        }
        return view(deployment);
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
