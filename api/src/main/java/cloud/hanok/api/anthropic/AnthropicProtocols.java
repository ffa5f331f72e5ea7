package cloud.hanok.api.anthropic;

import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.gateway.Protocol;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.tenant.key.KeyEndpoint;
import java.util.List;

/** Anthropic's way to ask a model. */
public final class AnthropicProtocols {
    /** All of them. */
    public static final List<Protocol> ALL = List.of(new Protocol(
            GatewayRoutes.MESSAGES, KeyEndpoint.CHAT, EngineOperation.CHAT, ErrorForm.ANTHROPIC, MessagesReader::read));

    private AnthropicProtocols() {}
}
