package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.cassandra.Cassandra;
import com.datastax.oss.driver.api.core.DriverException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The keyspaces that this JVM's tests made. At each change of a table the node reads the definitions of all tables there are, so what
 * nobody uses any more is dropped.
 */
final class TestKeyspaces {
    private final Cassandra cassandra;
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final Queue<String> givenBack = new ConcurrentLinkedQueue<>();

    /** @param outlivesJvm whether others use the node when this JVM has ended */
    TestKeyspaces(Cassandra cassandra, boolean outlivesJvm) {
        this.cassandra = cassandra;
        if (outlivesJvm) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::dropAll, "drop keyspaces"));
        }
    }

    void create(String name) {
        cassandra.createKeyspace(name);
        made.add(name);
    }

    void drop(String name) {
        if (made.remove(name)) {
            try {
                cassandra.dropKeyspaces(List.of(name));
            } catch (DriverException busy) {
                // Whoever used it has ended: it is dropped with the others at the end, or ends with the node.
                made.add(name);
                System.err.println("the keyspace " + name + " stays for a while: " + busy.getMessage());
            }
        }
    }

    /** One that was emptied and that nobody has taken since. */
    Optional<String> givenBack() {
        return Optional.ofNullable(givenBack.poll());
    }

    void giveBack(String name) {
        try {
            cassandra.emptyKeyspace(name);
            givenBack.add(name);
        } catch (DriverException busy) {
            System.err.println("the keyspace " + name + " is not used again: " + busy.getMessage());
            drop(name);
        }
    }

    private void dropAll() {
        try {
            cassandra.dropKeyspaces(made);
        } catch (StandaloneException | DriverException gone) {
            System.err.println("the keyspaces " + made + " stay until the node ends: " + gone.getMessage());
        }
    }
}
