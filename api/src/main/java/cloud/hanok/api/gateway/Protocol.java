package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.tenant.key.KeyEndpoint;

/**
 * One way to ask a model: a route, and the wire form that is spoken there. All of them go through the same stages.
 *
 * @param path of {@link GatewayRoutes}
 * @param family what a key's scope calls it
 * @param operation what engines are asked for
 * @param errors the form of its errors
 * @param reader stage 2
 */
public record Protocol(String path, KeyEndpoint family, EngineOperation operation, ErrorForm errors, Reader reader) {
    /** Makes a request of a body. May be called on any event loop. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads and checks.
         *
         * @param id names the request, and its answer
         * @throws cloud.hanok.api.error.ApiException saying which parameter is wrong and what would be right
         */
        InferenceRequest read(RequestId id, byte[] body);
    }
}
