package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.engine.EngineError;
import cloud.hanok.cluster.engine.OpenAiWire;
import cloud.hanok.cluster.serving.ServingDeployment;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the error body of an engine, as far as it is worth reading, and says in our words what it means. */
final class EngineRefusal {
    private static final int MAX_BYTES = 64 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(EngineRefusal.class);

    private final Bytes body = new Bytes();

    void received(ByteBuf bytes) {
        int take = Math.min(bytes.readableBytes(), MAX_BYTES - body.length());
        byte[] copy = new byte[take];
        bytes.readBytes(copy);
        body.add(copy);
    }

    /** Ends the attempt with what the engine said. */
    void tell(Exchange exchange, Attempt attempt, int status) {
        EngineError error = OpenAiWire.readError(status, body.copy());
        LOG.warn("request {}: the engine answered {} ({})", exchange.client().id(), status, error.kind());
        ApiError told = told(error, exchange);
        switch (error.kind()) {
            case OVERLOADED, FAILED -> attempt.engineCannot(told);
            case CONTEXT_LENGTH_EXCEEDED, INVALID_REQUEST -> attempt.engineRefused(told);
        }
    }

    /** What a client is told of an engine's error. */
    static ApiError told(EngineError error, Exchange exchange) {
        ServingDeployment deployment = exchange.knownRoute().deployment();
        return switch (error.kind()) {
            case CONTEXT_LENGTH_EXCEEDED ->
                ApiError.of(ErrorCode.CONTEXT_LENGTH_EXCEEDED, Integer.toString(deployment.contextTokens()))
                        .withParam(exchange.knownRequest().body().operation().input());
            case INVALID_REQUEST -> ApiError.of(ErrorCode.REQUEST_NOT_SUPPORTED, error.detail());
            case OVERLOADED -> ApiError.of(ErrorCode.SERVER_OVERLOADED);
            case FAILED -> ApiError.of(ErrorCode.ENGINE_FAILED, deployment.name());
        };
    }
}
