package cloud.hanok.platform.envelope;

import org.jspecify.annotations.Nullable;

/** A sealed value does not open where it was found: it was damaged, moved from elsewhere, or its key was lost. */
public final class UnreadableValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
