package cloud.hanok.registry.version;

import java.util.Locale;

/** Whether a version can be used. */
public enum VersionState {
    /** Its file is being copied and hashed. */
    IMPORTING,
    /** It can be deployed; nothing of it changes any more. */
    AVAILABLE,
    /** The import ended without a version; the reason says why. Its name may be used again. */
    FAILED;

    /** Its name in the API and in the store. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static VersionState parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
