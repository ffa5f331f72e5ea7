package cloud.hanok.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of this machine for a server whose address has to be known before it listens. */
public final class FreePort {
    private FreePort() {}

    /** One that nobody listened on a moment ago. */
    public static int find() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
