package cloud.hanok.registry.version;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether the weights are here. */
public enum VersionKind {
    /** Kept here, addressed by SHA-256. */
    STORED,
    /** Somebody else's engine says so; the digest is unknown, and receipts say that it is. */
    DECLARED;

    /** Its name in the API and in the store. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this name, if there is one. */
    public static Optional<VersionKind> ofText(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
}
