package cloud.hanok.api.gateway;

import io.netty.util.concurrent.FastThreadLocal;
import jakarta.inject.Singleton;

/** The connections to engines: one set for each event loop, which is a thread. */
@Singleton
final class EngineConnectionsOfLoops {
    private final FastThreadLocal<EngineConnections> connections;

    EngineConnectionsOfLoops(GatewaySettings settings, LiveRequests live) {
        connections = new FastThreadLocal<>() {
            @Override
            protected EngineConnections initialValue() {
                return new EngineConnections(settings, live);
            }
        };
    }

    /** Those of the event loop that asks. */
    EngineConnections here() {
        return connections.get();
    }
}
