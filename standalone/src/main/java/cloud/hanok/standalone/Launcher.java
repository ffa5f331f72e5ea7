package cloud.hanok.standalone;

import cloud.hanok.standalone.command.Doctor;
import cloud.hanok.standalone.command.Down;
import cloud.hanok.standalone.command.Mails;
import cloud.hanok.standalone.command.Status;
import cloud.hanok.standalone.command.TestRun;
import cloud.hanok.standalone.command.Up;
import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.screen.Screen;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The part of {@code ./hanok} that is written in Java. The script says where things are with the system properties {@code hanok.root} (the
 * checkout), {@code hanok.state} and {@code hanok.program} (the built control plane).
 */
public final class Launcher {
    /** Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not ready. */
    private static final int FAILED = 1;

    private static final int USAGE = 2;

    private Launcher() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        Screen screen = Screen.ofStandardOutput();
        int code;
        try {
            code = run(screen, Arrays.asList(arguments));
        } catch (StandaloneException failure) {
            screen.failure(failure);
            code = FAILED;
        } catch (UncheckedIOException failure) {
            screen.failure(new StandaloneException(
                    failure.getMessage() + " (" + failure.getCause() + ").",
                    "Check the rights and the free space there: ./hanok doctor shows both folders.",
                    failure));
            code = FAILED;
        }
        System.exit(code);
    }

    private static int run(Screen screen, List<String> arguments) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> options = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        Machine machine = Machine.real(screen);
        Path root = folder("hanok.root");
        StateDirectory state = new StateDirectory(folder("hanok.state"));
        Path program = folder("hanok.program");
        return switch (command) {
            case "up" -> new Up(machine, state, program).run(options.contains("-d"));
            case "down" -> new Down(machine, state, program).run();
            case "status" -> new Status(machine, state, program).run(options.contains("--json"));
            case "doctor" -> new Doctor(machine, state, program).run();
            case "mail" -> new Mails(machine, state).run(options);
            case "test" -> new TestRun(machine, state, root).run(options);
            default -> {
                screen.line("unknown command: " + command);
                yield USAGE;
            }
        };
    }

    private static Path folder(String property) {
        String value = System.getProperty(property, "");
        if (value.isBlank()) {
            throw new StandaloneException("-D" + property + " is not set.", "Start this program with ./hanok.");
        }
        return Path.of(value).toAbsolutePath().normalize();
    }
}
