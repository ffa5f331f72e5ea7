package cloud.hanok.platform.saga;

import org.jspecify.annotations.Nullable;

/**
 * The caller's patience ended before the saga did. It goes on in the background: the same request finds it again, and its progress
 * can be read. The cause is what the last attempt failed with, if this process made it.
 */
public final class SagaUnfinishedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SagaProgress progress;

    SagaUnfinishedException(SagaProgress progress, @Nullable Throwable cause) {
        super(progress.id() + " (" + progress.name() + ") goes on in the background", cause);
        this.progress = progress;
    }

    /** How far it was. */
    public SagaProgress progress() {
        return progress;
    }
}
