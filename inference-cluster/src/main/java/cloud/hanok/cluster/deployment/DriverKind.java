package cloud.hanok.cluster.deployment;

import java.util.Arrays;
import java.util.Optional;

/** Who runs the engine. */
public enum DriverKind {
    /** This machine starts it as a child process. */
    LOCAL("local"),
    /** Somebody else runs it; we are told where. */
    EXTERNAL("external");

    private final String text;

    DriverKind(String text) {
        this.text = text;
    }

    /** Its name in the API and in the store. */
    public String text() {
        return text;
    }

    /** The driver of this name, if there is one. */
    public static Optional<DriverKind> ofText(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
