package cloud.hanok.api.batches;

import org.jspecify.annotations.Nullable;

/** The input of a batch was deleted, or is not what it was. */
final class InputGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InputGoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
