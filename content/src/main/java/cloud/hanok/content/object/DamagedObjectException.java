package cloud.hanok.content.object;

import org.jspecify.annotations.Nullable;

/** An object is not what was written: it was changed, cut, or is another. It is not read any further. */
public final class DamagedObjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedObjectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
