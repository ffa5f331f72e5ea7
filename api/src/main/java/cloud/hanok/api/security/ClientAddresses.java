package cloud.hanok.api.security;

import cloud.hanok.api.config.ProxyConfiguration;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.IpRange;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: the other end of its connection, unless that is a proxy of ours, which says in
 * {@code X-Forwarded-For} whom it speaks for. What a client itself puts there is never believed.
 */
@Singleton
public final class ClientAddresses {
    /** The header that proxies append to. */
    public static final String HEADER = "X-Forwarded-For";

    /** Proxies one behind the other; a longer chain is nobody's installation. */
    private static final int MAX_HOPS = 16;

    private final List<IpRange> trusted;

    public ClientAddresses(ProxyConfiguration proxies) {
        this.trusted = proxies.ranges();
    }

    /** Whether it may be another address than the connection's. */
    public boolean readsHeader(IpAddress peer) {
        return !trusted.isEmpty() && isTrusted(peer);
    }

    /** The other end of a connection. */
    public static IpAddress peer(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress socket && socket.getAddress() != null
                ? IpAddress.of(socket.getAddress())
                : IpAddress.NONE;
    }

    /** Who sent a request. */
    public IpAddress of(HttpRequest<?> request) {
        return client(peer(request.getRemoteAddress()), request.getHeaders().getAll(HEADER));
    }

    /**
     * Who sent it.
     *
     * @param peer the other end of the connection
     * @param forwarded the header's values in order
     */
    public IpAddress client(IpAddress peer, List<String> forwarded) {
        if (!readsHeader(peer) || forwarded.isEmpty()) {
            return peer;
        }
        String[] hops = String.join(",", forwarded).split(",", -1);
        IpAddress client = peer;
        for (int at = hops.length - 1; at >= Math.max(0, hops.length - MAX_HOPS) && isTrusted(client); at--) {
            IpAddress before = IpAddress.parse(hops[at].strip());
            if (before == null) {
                return client;
            }
            client = before;
        }
        return client;
    }

    private boolean isTrusted(IpAddress address) {
        return IpRange.anyContains(trusted, address);
    }
}
