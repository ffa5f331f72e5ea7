package cloud.hanok.api.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections of clients there are, and may be: each costs memory, asked or not. */
// Nothing is to be done about a connection whose end is not told: it has none then.
@SuppressWarnings("FutureReturnValueIgnored")
@Singleton
final class ConnectionBound {
    private final int most;
    /** So many more are told why; beyond them there is nobody left to be polite to. */
    private final int mostRefused;

    private final AtomicInteger open = new AtomicInteger();

    /** What becomes of a new connection. */
    enum Verdict {
        SERVED,
        /** Its first request is answered 503. */
        TOLD,
        /** Closed at once. */
        CLOSED
    }

    ConnectionBound(GatewaySettings settings, MeterRegistry meters) {
        this.most = settings.maxConnections();
        this.mostRefused = Math.max(16, most / 10);
        Gauge.builder("hanok.gateway.connections", open, AtomicInteger::get)
                .description("connections of clients")
                .register(meters);
    }

    /** Counts a connection until it is closed. */
    Verdict judge(Channel connection) {
        int now = open.incrementAndGet();
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        if (now <= most) {
            return Verdict.SERVED;
        }
        return now <= most + mostRefused ? Verdict.TOLD : Verdict.CLOSED;
    }
}
