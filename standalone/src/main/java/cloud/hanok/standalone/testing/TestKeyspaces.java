package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.cassandra.Cassandra;
import cloud.hanok.standalone.process.StateDirectory;
import com.datastax.oss.driver.api.core.DriverException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keyspaces that this JVM's tests use. At each change of a table the node reads the definitions of all tables there are, so what nobody
 * needs any more is dropped at the end; but those with the tables of the whole program are emptied for whoever needs one next, in any JVM of the run.
 */
final class TestKeyspaces {
    private static final String TAB = "\t";

    private final Cassandra cassandra;
    private final StateDirectory free;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    /** Those of the whole program that this JVM has now, and how often their tables had been written before. */
    private final Map<String, Map<String, Long>> programs = new ConcurrentHashMap<>();

    /**
     * @param free a file for each that was emptied and that nobody has taken since; whoever removes it has it
     * @param outlivesJvm whether others use the node when this JVM has ended
     */
    TestKeyspaces(Cassandra cassandra, StateDirectory free, boolean outlivesJvm) {
        this.cassandra = cassandra;
        this.free = free;
        if (outlivesJvm) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave keyspaces"));
        }
    }

    void create(String name) {
        cassandra.createKeyspace(name);
        made.add(name);
    }

    /** One that was given back; where there is none, one that is made now and has no tables yet. */
    String program(Supplier<String> name) {
        Optional<String> taken = take();
        if (taken.isPresent()) {
            return taken.get();
        }
        String fresh = name.get();
        cassandra.createKeyspace(fresh);
        programs.put(fresh, Map.of());
        return fresh;
    }

    void giveBack(String name) {
        Map<String, Long> writes = programs.remove(name);
        if (writes == null) {
            return;
        }
        try {
            free.write(name, text(cassandra.emptyKeyspace(name, writes)));
        } catch (DriverException busy) {
            System.err.println("the keyspace " + name + " is not used again: " + busy.getMessage());
            made.add(name);
        }
    }

    private Optional<String> take() {
        try (Stream<Path> files = Files.list(free.path())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                Optional<String> writes = name.contains(".") ? Optional.empty() : read(name);
                if (writes.isPresent() && Files.deleteIfExists(file)) {
                    programs.put(name, counts(writes.get()));
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look into " + free.path(), failure);
        }
    }

    /** Another JVM may take it meanwhile. */
    private Optional<String> read(String name) {
        try {
            return free.read(name);
        } catch (UncheckedIOException taken) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, Long> writes) {
        return writes.entrySet().stream()
                .map(table -> table.getKey() + TAB + table.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, Long> counts(String text) {
        return text.lines()
                .map(line -> line.split(TAB))
                .collect(Collectors.toMap(table -> table[0], table -> Long.valueOf(table[1])));
    }

    private void leave() {
        try {
            List.copyOf(programs.keySet()).forEach(this::giveBack);
            cassandra.dropKeyspaces(made);
        } catch (StandaloneException | DriverException gone) {
            System.err.println("the keyspaces " + made + " stay until the node ends: " + gone.getMessage());
        }
    }
}
