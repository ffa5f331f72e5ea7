package cloud.hanok.api.gateway;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The routes that the byte path answers, in front of Micronaut's router. */
public final class GatewayRoutes {
    /** Chat, in OpenAI's form. */
    public static final String CHAT_COMPLETIONS = "/v1/chat/completions";

    /** Text that goes on from a prompt, in OpenAI's form. */
    public static final String COMPLETIONS = "/v1/completions";

    /** Texts as vectors, in OpenAI's form. */
    public static final String EMBEDDINGS = "/v1/embeddings";

    /** Responses, in OpenAI's form. */
    public static final String RESPONSES = "/v1/responses";

    /** How long what is asked of a response is, in OpenAI's form. */
    public static final String RESPONSE_INPUT_TOKENS = "/v1/responses/input_tokens";

    /** Chat, in Anthropic's form. */
    public static final String MESSAGES = "/v1/messages";

    /** How long a conversation is, in Anthropic's form. */
    public static final String COUNT_TOKENS = "/v1/messages/count_tokens";

    /** A text as a model's tokens, in vLLM's form. */
    public static final String TOKENIZE = "/v1/tokenize";

    /** Tokens of a model as a text, in vLLM's form. */
    public static final String DETOKENIZE = "/v1/detokenize";

    /** What can be asked; answered by Micronaut, beside the byte path. */
    public static final String MODELS = "/v1/models";

    /**
     * @param method the only verb that is taken
     * @param path without a query
     */
    public record Route(String method, String path) {}

    /** All of them. */
    public static final List<Route> ALL = Stream.of(
                    CHAT_COMPLETIONS,
                    RESPONSES,
                    RESPONSE_INPUT_TOKENS,
                    COMPLETIONS,
                    EMBEDDINGS,
                    MESSAGES,
                    COUNT_TOKENS,
                    TOKENIZE,
                    DETOKENIZE)
            .map(path -> new Route("POST", path))
            .toList();

    /** On the same paths, but Micronaut's router answers them: lists of what was kept. */
    public static final List<Route> BESIDE = List.of(new Route("GET", CHAT_COMPLETIONS));

    private GatewayRoutes() {}

    /** The verbs that a path takes, as {@code Allow} names them. */
    static String verbs(String path) {
        return Stream.concat(BESIDE.stream(), ALL.stream())
                .filter(route -> route.path().equals(path))
                .map(Route::method)
                .collect(Collectors.joining(", "));
    }
}
