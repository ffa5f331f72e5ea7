package cloud.hanok.api.responses;

import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.gateway.Protocol;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.tenant.key.KeyEndpoint;
import java.time.Clock;
import java.util.List;

/** Responses, and how long what is asked is. */
public final class ResponsesProtocols {
    private ResponsesProtocols() {}

    /** All of them. */
    public static List<Protocol> all(Clock clock) {
        var reader = new ResponsesReader(clock);
        return List.of(
                new Protocol(
                        GatewayRoutes.RESPONSES,
                        KeyEndpoint.CHAT,
                        EngineOperation.CHAT,
                        ErrorForm.OPENAI,
                        reader::read),
                new Protocol(
                        GatewayRoutes.RESPONSE_INPUT_TOKENS,
                        KeyEndpoint.CHAT,
                        EngineOperation.COUNT,
                        ErrorForm.OPENAI,
                        reader::readToCount));
    }
}
