package cloud.hanok.api.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a host that a stranger named. The host is looked up once; what was found is judged, and it is that address which is
 * called, so that no second answer of a name server can lead elsewhere. It is cut when its time is over, whatever the host sends until
 * then. Blocks; call it from a virtual thread.
 */
final class GuardedConnection implements AutoCloseable {
    private static final int HTTPS = 443;

    private final Socket plain;
    private final SSLSocket socket;
    private final long deadlineNanos;
    private final CountDownLatch closed = new CountDownLatch(1);

    private GuardedConnection(Socket plain, SSLSocket socket, long deadlineNanos) {
        this.plain = plain;
        this.socket = socket;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Which hosts may be called.
     *
     * @param addresses of hosts
     * @param tls whose trust decides which hosts are who they say
     */
    record Rules(Predicate<InetAddress> addresses, IntPredicate ports, SSLSocketFactory tls) {
        /**
         * What stands at an address, as far as it can be known without calling.
         *
         * @throws FetchRefusedException when it may not be called
         */
        InetAddress judge(URI uri) throws FetchRefusedException {
            if (!ports.test(port(uri))) {
                throw new FetchRefusedException(FetchRefusal.BAD_ADDRESS);
            }
            InetAddress[] all;
            try {
                all = InetAddress.getAllByName(host(uri));
            } catch (UnknownHostException e) {
                throw new FetchRefusedException(FetchRefusal.NOT_PUBLIC, e);
            }
            // All of them: a name that leads inside as well is not trusted outside either.
            for (InetAddress each : all) {
                if (!addresses.test(each)) {
                    throw new FetchRefusedException(FetchRefusal.NOT_PUBLIC);
                }
            }
            return all[0];
        }
    }

    /**
     * Reads an address.
     *
     * @throws FetchRefusedException when it is not of https, or names a user
     */
    static URI uri(String address) throws FetchRefusedException {
        try {
            URI uri = new URI(new URI(address.strip()).toASCIIString());
            if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null) {
                throw new FetchRefusedException(FetchRefusal.BAD_ADDRESS);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new FetchRefusedException(FetchRefusal.BAD_ADDRESS, e);
        }
    }

    /** Connects, and believes nobody who is not who the address says. */
    static GuardedConnection open(Rules rules, URI uri, long deadlineNanos) throws FetchRefusedException, IOException {
        InetAddress found = rules.judge(uri);
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(found, port(uri)), leftMillis(deadlineNanos));
            plain.setSoTimeout(leftMillis(deadlineNanos));
            var socket = (SSLSocket) rules.tls().createSocket(plain, host(uri), port(uri), true);
            SSLParameters parameters = socket.getSSLParameters();
            // Without it the JDK believes any host whose certificate is somebody's.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            var connection = new GuardedConnection(plain, socket, deadlineNanos);
            Thread.ofVirtual().name("guarded-connection").start(connection::cutInTime);
            return connection;
        } catch (IOException | RuntimeException failed) {
            plain.close();
            throw failed;
        }
    }

    /** A host that sends a byte now and then would outlast every limit of a single read. */
    private void cutInTime() {
        try {
            if (!closed.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                plain.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException already) {
            closed.countDown();
        }
    }

    /** The host, and the port where it is not the usual one, as a request's head names it. */
    static String authority(URI uri) {
        String host = host(uri);
        return (host.contains(":") ? "[" + host + "]" : host) + (port(uri) == HTTPS ? "" : ":" + port(uri));
    }

    /** Path and query, as a request's first line names them. */
    static String target(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Sends bytes. */
    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /**
     * Reads some.
     *
     * @return how many, or -1 at the end
     * @throws SocketTimeoutException when the time is over
     */
    int read(byte[] into) throws IOException {
        socket.setSoTimeout(leftMillis(deadlineNanos));
        return socket.getInputStream().read(into);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? HTTPS : uri.getPort();
    }

    private static int leftMillis(long deadlineNanos) throws SocketTimeoutException {
        long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("the time for the host is over");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
