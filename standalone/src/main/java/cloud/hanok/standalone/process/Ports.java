package cloud.hanok.standalone.process;

import cloud.hanok.standalone.StandaloneException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Loopback ports chosen once and remembered, so that addresses stay the same from run to run. */
public final class Ports {
    /** Below 32768, where Linux and macOS take no ports for outgoing connections: a remembered port stays free. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 200;
    /** A server that was killed a moment ago lets go of its port within this time. */
    private static final Duration LAST_OWNER_ENDS = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final String FILE = "ports.properties";

    /** Several parts of this program may look after the ports of one folder. */
    private static final Object LOCK = new Object();

    /** Those that this program chose, for whatever folder: until their servers listen they look free. */
    private static final Set<Integer> CHOSEN = new HashSet<>();

    private final StateDirectory state;
    private final SecureRandom random;

    /** @param state where the choice is remembered */
    public Ports(StateDirectory state, SecureRandom random) {
        this.state = state;
        this.random = random;
    }

    /** The port of this name; the first call chooses a free one. */
    public int port(String name) {
        synchronized (LOCK) {
            Properties known = read();
            String value = known.getProperty(name);
            if (value != null) {
                return Integer.parseInt(value);
            }
            int chosen = choose(known);
            known.setProperty(name, Integer.toString(chosen));
            write(known);
            return chosen;
        }
    }

    /** Where that port is reached. */
    public URI address(String name) {
        return URI.create("http://127.0.0.1:" + port(name));
    }

    /** The port of this name, if one was chosen before. */
    public Optional<Integer> known(String name) {
        synchronized (LOCK) {
            return Optional.ofNullable(read().getProperty(name)).map(Integer::valueOf);
        }
    }

    /** Refuses to go on when somebody else listens on the port of this name, and does not soon stop. */
    public void requireFree(String name) {
        int port = port(name);
        long start = System.nanoTime();
        while (!isFree(port) && System.nanoTime() - start < LAST_OWNER_ENDS.toNanos()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        if (!isFree(port)) {
            throw new StandaloneException(
                    "Port " + port + " (" + name + " of " + state.path().getFileName()
                            + ") is used by another process.",
                    "Stop that process, or remove " + state.file(FILE) + " to choose other ports.");
        }
    }

    /** Whether nobody listens on this loopback port. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private int choose(Properties known) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int candidate = random.nextInt(FIRST, LAST);
            boolean taken = known.containsValue(Integer.toString(candidate)) || CHOSEN.contains(candidate);
            if (!taken && isFree(candidate)) {
                CHOSEN.add(candidate);
                return candidate;
            }
        }
        throw new StandaloneException(
                "No free loopback port between " + FIRST + " and " + LAST + ".", "Stop some servers and try again.");
    }

    private Properties read() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(state.read(FILE).orElse("")));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + state.file(FILE), failure);
        }
        return properties;
    }

    private void write(Properties ports) {
        TreeMap<String, String> sorted = new TreeMap<>();
        ports.forEach((name, port) -> sorted.put(name.toString(), port.toString()));
        state.write(
                FILE,
                sorted.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
