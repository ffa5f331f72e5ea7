package cloud.hanok.standalone.process;

import java.nio.file.Path;
import java.util.Optional;

/** A server this machine runs for Hanok. */
public interface Dependency {
    /** Its name: also its folder in the state and its name in {@code ./hanok logs}. */
    String name();

    /** Starts it and waits until it can be used; does nothing when it already runs. Returns whether it was started now. */
    boolean start();

    /** Stops it cleanly; does nothing when it does not run. */
    void stop();

    /** Its process, if it lives. */
    Optional<ProcessHandle> running();

    /** Where it writes its output. */
    Path log();
}
