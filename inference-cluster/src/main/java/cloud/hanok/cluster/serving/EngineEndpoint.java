package cloud.hanok.cluster.serving;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where one engine listens. The address was resolved and judged once when the replica was made; connect to
 * {@link #socketAddress()} and never resolve the host again, or a name that changes its address under us (DNS
 * rebinding) leads requests elsewhere.
 *
 * @param host as the operator wrote it: for the {@code Host} header, for TLS server name and certificate check
 * @param address the address it resolved to
 * @param port 1 to 65535
 * @param tls whether the engine is spoken to over TLS
 * @param basePath what goes before {@code /chat/completions}: {@code /v1}; starts with a slash, ends without one
 */
public record EngineEndpoint(String host, InetAddress address, int port, boolean tls, String basePath) {
    private static final int LAST_PORT = 65_535;

    public EngineEndpoint {
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("a port from 1 to 65535 was expected: " + port);
        }
        if (!basePath.startsWith("/") || basePath.endsWith("/")) {
            throw new IllegalArgumentException("a base path starts with / and ends without it: " + basePath);
        }
    }

    /** An engine of this machine, without TLS, at {@code http://127.0.0.1:port/v1}. */
    public static EngineEndpoint loopback(int port) {
        byte[] ipv4 = {127, 0, 0, 1};
        try {
            return new EngineEndpoint("127.0.0.1", InetAddress.getByAddress("127.0.0.1", ipv4), port, false, "/v1");
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** What to connect to. Makes an object: keep it per connection pool, not per request. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    /** The value of a {@code Host} header: the port is left out where it is the scheme's own. */
    public String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }

    /** The address of a path below the base path, for the management client: {@code https://host:port/v1/models}. */
    public String url(String path) {
        return (tls ? "https://" : "http://") + authority() + basePath + path;
    }
}
