package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.screen.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Where the dependencies of this test run live. Under {@code ./hanok test} they run already, in the folder that {@code HANOK_TEST_STATE}
 * names, and are only used; otherwise they are started on first use, in the build folder, and end with this JVM.
 */
final class TestState {
    private static final int MOST_CONCURRENT_RUNS = 8;

    private final Machine machine = Machine.real(Screen.ofStandardError());
    private final boolean shared;
    private final StateDirectory root;

    TestState() {
        String given = machine.environment().getOrDefault("HANOK_TEST_STATE", "");
        shared = !given.isBlank();
        root = shared ? new StateDirectory(Path.of(given)) : ofThisJvm();
    }

    /** A running dependency: the one of the shared state, or a fresh one that ends with this JVM. */
    <D extends Dependency> D running(String name, BiFunction<Machine, StateDirectory, D> make, Consumer<D> endAtOnce) {
        StateDirectory state = root.child(name);
        D dependency = make.apply(machine, state);
        if (shared) {
            if (dependency.running().isEmpty()) {
                throw new StandaloneException(
                        name + " does not run in " + root.path() + ", which HANOK_TEST_STATE names.",
                        "Unset HANOK_TEST_STATE, or run the tests with ./hanok test.");
            }
            return dependency;
        }
        endAtOnce.accept(dependency);
        state.clear();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAtOnce.accept(dependency), "stop " + name));
        dependency.start();
        return dependency;
    }

    /** Whether its dependencies are those of a whole run, and go on when this JVM has ended. */
    boolean isShared() {
        return shared;
    }

    /** A folder of this test run's state. */
    StateDirectory folder(String name) {
        return root.child(name);
    }

    Machine machine() {
        return machine;
    }

    /** A folder for this JVM alone: a second run of the same module beside it takes the next one. */
    private static StateDirectory ofThisJvm() {
        Path module = Path.of(System.getProperty("basedir", System.getProperty("user.dir")))
                .toAbsolutePath()
                .normalize();
        Path target = Path.of(System.getProperty("hanok.root", module.toString()))
                .toAbsolutePath()
                .normalize()
                .resolve("target");
        for (int run = 1; run <= MOST_CONCURRENT_RUNS; run++) {
            String suffix = run == 1 ? "" : "-" + run;
            StateDirectory state = new StateDirectory(target.resolve("standalone-" + module.getFileName() + suffix));
            if (lock(state)) {
                return state;
            }
        }
        throw new StandaloneException(
                "More than " + MOST_CONCURRENT_RUNS + " test runs use " + target + " at once.", "Wait for one to end.");
    }

    /** Takes the folder for the rest of this JVM's life; the operating system gives it back when the JVM ends. */
    @SuppressWarnings("resource")
    private static boolean lock(StateDirectory state) {
        try {
            FileChannel channel =
                    FileChannel.open(state.file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return lock != null;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot lock " + state.path(), failure);
        }
    }
}
