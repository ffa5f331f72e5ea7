package cloud.hanok.cluster.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks the name service. A test answers in its place. */
@FunctionalInterface
public interface HostResolver {
    /**
     * All addresses of a host, at least one.
     *
     * @throws UnknownHostException when it has none, or nobody could be asked
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The machine's own. */
    static HostResolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
