package cloud.hanok.standalone.screen;

import cloud.hanok.standalone.StandaloneException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Writes whole lines for a person to read; safe to use from several threads. */
public final class Screen {
    private final PrintStream out;

    /** @param out where the lines go */
    public Screen(PrintStream out) {
        this.out = out;
    }

    /** The screen of the command line. */
    public static Screen ofStandardOutput() {
        return new Screen(System.out);
    }

    /** The screen of test runs, where standard output belongs to the test runner. */
    public static Screen ofStandardError() {
        return new Screen(System.err);
    }

    /** Prints one line. */
    public void line(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    /** Prints one line of a named part, for example {@code cassandra      ready in 4.2 s}. */
    public void part(String name, String text) {
        line(String.format(Locale.ROOT, "  %-14s %s", name, text));
    }

    /** Prints a failure and its next step. */
    public void failure(StandaloneException failure) {
        line("error: " + failure.getMessage());
        line("next:  " + failure.nextStep());
    }

    /** A duration for people: {@code 0.4 s}, {@code 12.0 s}. */
    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
