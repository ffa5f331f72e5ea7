package cloud.hanok.standalone.command;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.cassandra.Cassandra;
import cloud.hanok.standalone.keycloak.Keycloak;
import cloud.hanok.standalone.keycloak.RealmOptions;
import cloud.hanok.standalone.mail.Mailbox;
import cloud.hanok.standalone.openbao.OpenBao;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.StartCache;
import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.screen.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./hanok test}: the whole build with all tests, against real dependencies that are started once. A skipped test counts as failed,
 * unless the README gives its reason word for word.
 */
public final class TestRun {
    /** File systems keep times of files in steps of up to a second. */
    private static final Duration FILE_TIME_STEP = Duration.ofSeconds(1);

    private static final String LONG = "--long";

    private final Machine machine;
    private final Path root;
    /** Where two runs of one checkout meet. */
    private final StateDirectory lock;

    private final Optional<StateDirectory> memory;
    /** Of the JVMs of tests: beside the servers, for a folder within an installation is taken for a part of it. */
    private final Optional<StateDirectory> temporary;
    /** Of the servers. */
    private final StateDirectory state;

    private final List<Dependency> servers;

    /** @param root the checkout */
    public TestRun(Machine machine, StateDirectory state, Path root) {
        this.machine = machine;
        this.root = root;
        this.lock = state.child("test");
        this.memory = MemoryFolder.of(lock.path());
        this.temporary = memory.map(folder -> folder.child("tmp"));
        this.state = memory.map(folder -> folder.child("servers")).orElse(lock);
        Mailbox mailbox = new Mailbox(machine, this.state.child("mailbox"));
        this.servers = List.of(
                Cassandra.forTests(machine, this.state.child("cassandra")),
                new OpenBao(machine, this.state.child("openbao")),
                mailbox,
                new Keycloak(
                        machine,
                        this.state.child("keycloak"),
                        StartCache.none(),
                        new RealmOptions(true, () -> Optional.of(mailbox.access()), Optional::empty)));
    }

    /**
     * Runs the tests; 0 when all of them passed.
     *
     * @param options {@code --long} for the runs that take many minutes; what else there is goes to Maven
     */
    public int run(List<String> options) {
        try (StartLock held = StartLock.take(lock, machine.screen())) {
            held.requireHeld();
            end();
            clear();
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
            Instant start = Instant.now(machine.clock());
            memory.ifPresent(
                    folder -> machine.screen().line("what servers and tests write: " + folder.path() + ", in memory"));
            startAll();
            machine.screen().line("dependencies ready in " + since(start));
            int maven = maven(options);
            SurefireReports reports = SurefireReports.read(root, start.minus(FILE_TIME_STEP));
            end();
            int code = close(reports, maven, start);
            if (code == 0) {
                // What is there has no end of its own.
                memory.ifPresent(StateDirectory::clear);
            }
            return code;
        }
    }

    private int close(SurefireReports reports, int maven, Instant start) {
        String readme = readme();
        reports.failed().forEach(test -> machine.screen().line("failed: " + test));
        int unexplained = 0;
        for (SurefireReports.Skipped skipped : reports.skipped()) {
            boolean explained = !skipped.reason().isBlank() && readme.contains(skipped.reason());
            unexplained += explained ? 0 : 1;
            machine.screen()
                    .line("skipped: " + skipped.test() + ": " + skipped.reason()
                            + (explained ? " (listed in README.md)" : " (not listed in README.md: counts as failed)"));
        }
        boolean nothingRan = reports.passed() == 0;
        if (maven != 0 && reports.failed().isEmpty()) {
            machine.screen().line("the build failed with " + maven + " outside the tests; its reason stands above");
        }
        machine.screen()
                .line(reports.passed() + " passed, " + reports.failed().size() + " failed, "
                        + reports.skipped().size() + " skipped in " + since(start));
        return maven == 0 && reports.failed().isEmpty() && unexplained == 0 && !nothingRan ? 0 : 1;
    }

    private void startAll() {
        try (Starts starts = new Starts()) {
            servers.forEach(server -> starts.begin(server::start, List.of()));
            starts.await();
        }
    }

    private int maven(List<String> options) {
        // Rooms know nothing of each other, and their tests wait for servers more than they compute: three at a time.
        // A failed test of one room must not hide those of the rooms built on it: the reports say what failed. For all
        // else (a compile error, a check, a JVM of tests that died) Maven itself fails.
        List<String> command = new ArrayList<>(List.of(
                "mvn", "-B", "-fae", "-T", "3", "verify", "-Dmaven.test.failure.ignore=true", "-Dstyle.color=never"));
        temporary.ifPresent(folder -> command.add("-Dhanok.test.tmp=" + folder.path()));
        options.forEach(option -> command.add(option.equals(LONG) ? "-Dhanok.long=true" : option));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(root.toFile()).inheritIO();
            builder.environment().put("JAVA_HOME", Tool.javaHome().toString());
            builder.environment().put("HANOK_TEST_STATE", state.path().toString());
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endTree(process), "stop maven"));
            return process.waitFor();
        } catch (IOException missing) {
            throw new StandaloneException(
                    "Maven cannot be run: " + missing.getMessage() + ".", "Run ./hanok doctor.", missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void endTree(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private void end() {
        servers.forEach(Dependency::kill);
    }

    private void clear() {
        servers.forEach(server -> state.child(server.name()).clear());
        temporary.ifPresent(StateDirectory::clear);
    }

    private String readme() {
        try {
            Path file = root.resolve("README.md");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String since(Instant start) {
        return Screen.seconds(Duration.between(start, Instant.now(machine.clock())));
    }
}
