package cloud.hanok.api.openai;

import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.gateway.Protocol;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.tenant.key.KeyEndpoint;
import java.util.List;

/** OpenAI's ways to ask a model, and vLLM's to ask for its tokens. */
public final class OpenAiProtocols {
    /** All of them. */
    public static final List<Protocol> ALL = List.of(
            new Protocol(
                    GatewayRoutes.CHAT_COMPLETIONS,
                    KeyEndpoint.CHAT,
                    EngineOperation.CHAT,
                    ErrorForm.OPENAI,
                    (id, body) -> RequestReader.read(body, parser -> new ChatRules(id, body, parser))),
            new Protocol(
                    GatewayRoutes.COMPLETIONS,
                    KeyEndpoint.COMPLETIONS,
                    EngineOperation.COMPLETION,
                    ErrorForm.OPENAI,
                    (id, body) -> RequestReader.read(body, parser -> new CompletionRules(id, parser))),
            new Protocol(
                    GatewayRoutes.EMBEDDINGS,
                    KeyEndpoint.EMBEDDINGS,
                    EngineOperation.EMBEDDING,
                    ErrorForm.OPENAI,
                    (id, body) -> RequestReader.read(body, EmbeddingRules::new)),
            new Protocol(
                    GatewayRoutes.TOKENIZE,
                    KeyEndpoint.TOKENIZE,
                    EngineOperation.TOKENIZE,
                    ErrorForm.OPENAI,
                    (id, body) -> RequestReader.read(body, parser -> new TokenizeRules(body, parser))),
            new Protocol(
                    GatewayRoutes.DETOKENIZE,
                    KeyEndpoint.TOKENIZE,
                    EngineOperation.DETOKENIZE,
                    ErrorForm.OPENAI,
                    (id, body) -> RequestReader.read(body, DetokenizeRules::new)));

    private OpenAiProtocols() {}
}
