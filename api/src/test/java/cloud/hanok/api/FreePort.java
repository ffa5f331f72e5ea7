package cloud.hanok.api;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of this machine for a server whose address has to be known before it listens, or while it is away. The system takes none from this
 * range for connections that programs make: one of those would keep the server from coming back.
 */
public final class FreePort {
    private static final int FIRST = 10_000;
    private static final int BEHIND_LAST = 32_000;
    private static final int MOST_ATTEMPTS = 100;

    private FreePort() {}

    /** One that nobody listened on a moment ago. */
    public static int find() throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another one may be free.
            }
        }
        throw new IOException("no port is free between " + FIRST + " and " + BEHIND_LAST);
    }
}
