package cloud.hanok.api.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire between one client and the gateway that changes nothing and counts the requests that pass. What counts is what
 * the client sends, so that a retry which the client does not speak of is seen. {@link #url()} answers the number.
 */
final class CallTap implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final HttpServer counter;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    CallTap(int gatewayPort) {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), gatewayPort);
        try {
            listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            counter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        counter.createContext("/", exchange -> tell(exchange, calls));
        counter.createContext("/refusals", exchange -> tell(exchange, refusals));
        counter.start();
        Thread.ofVirtual().start(this::accept);
    }

    private static void tell(HttpExchange exchange, AtomicInteger count) throws IOException {
        byte[] number = Integer.toString(count.get()).getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, number.length);
        exchange.getResponseBody().write(number);
        exchange.close();
    }

    /** Where the client speaks to the gateway. */
    int port() {
        return listener.getLocalPort();
    }

    /** Where the number of requests so far is read; with {@code refusals} behind it, that of answers with 429. */
    String url() {
        return "http://127.0.0.1:" + counter.getAddress().getPort() + "/";
    }

    /** Requests so far. */
    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        counter.stop(0);
        quietly(listener);
        sockets.forEach(CallTap::quietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket gateway = new Socket(target.getAddress(), target.getPort());
                client.setTcpNoDelay(true);
                gateway.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(gateway);
                Thread.ofVirtual().start(() -> relay(client, gateway, new Lines(" HTTP/1.1\r\n", calls)));
                Thread.ofVirtual().start(() -> relay(gateway, client, new Lines("HTTP/1.1 429", refusals)));
            } catch (IOException closed) {
                quietly(listener);
            }
        }
    }

    /** One end's end is the other's: a client that leaves is gone for the gateway at once. */
    private void relay(Socket from, Socket to, Lines lines) {
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] buffer = new byte[16 << 10];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                lines.passed(buffer, read);
                output.write(buffer, 0, read);
            }
        } catch (IOException gone) {
            quietly(to);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void quietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception alreadyGone) {
            throw new IllegalStateException(alreadyGone);
        }
    }

    /** Counts lines of HTTP/1.1 by a text that no body of these tests has. */
    private static final class Lines {
        private final byte[] text;
        private final AtomicInteger count;
        private int matched;

        Lines(String text, AtomicInteger count) {
            this.text = text.getBytes(StandardCharsets.US_ASCII);
            this.count = count;
        }

        void passed(byte[] bytes, int length) {
            for (int i = 0; i < length; i++) {
                matched = bytes[i] == text[matched] ? matched + 1 : bytes[i] == text[0] ? 1 : 0;
                if (matched == text.length) {
                    count.incrementAndGet();
                    matched = 0;
                }
            }
        }
    }
}
