package cloud.hanok.api.gateway;

import java.util.List;

/** The routes that the byte path answers, in front of Micronaut's router. */
public final class GatewayRoutes {
    /** Chat, in OpenAI's form. */
    public static final String CHAT_COMPLETIONS = "/v1/chat/completions";

    /** What can be asked; answered by Micronaut, beside the byte path. */
    public static final String MODELS = "/v1/models";

    /**
     * @param method the only verb that is taken
     * @param path without a query
     */
    public record Route(String method, String path) {}

    /** All of them. */
    public static final List<Route> ALL = List.of(new Route("POST", CHAT_COMPLETIONS));

    private GatewayRoutes() {}
}
