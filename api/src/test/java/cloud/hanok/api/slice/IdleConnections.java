package cloud.hanok.api.slice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A process that opens connections, says so, and keeps them until its input ends: each process may have only so many. */
final class IdleConnections {
    private IdleConnections() {}

    /** @param arguments port and number */
    public static void main(String[] arguments) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        int number = Integer.parseInt(arguments[1]);
        List<SocketChannel> open = new ArrayList<>(number);
        while (open.size() < number) {
            open.add(SocketChannel.open(address));
        }
        System.out.println("open " + open.size());
        while (System.in.read() >= 0) {
            // Until it ends.
        }
        for (SocketChannel each : open) {
            each.close();
        }
    }
}
