package cloud.hanok.api.anthropic;

import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.gateway.Protocol;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.tenant.key.KeyEndpoint;
import java.util.List;

/** Anthropic's ways to ask a model, and how long a conversation is. */
public final class AnthropicProtocols {
    /** All of them. */
    public static final List<Protocol> ALL = List.of(
            new Protocol(
                    GatewayRoutes.MESSAGES,
                    KeyEndpoint.CHAT,
                    EngineOperation.CHAT,
                    ErrorForm.ANTHROPIC,
                    MessagesReader::read),
            new Protocol(
                    GatewayRoutes.COUNT_TOKENS,
                    KeyEndpoint.CHAT,
                    EngineOperation.COUNT,
                    ErrorForm.ANTHROPIC,
                    (id, body) -> MessagesReader.readToCount(body)));

    private AnthropicProtocols() {}
}
