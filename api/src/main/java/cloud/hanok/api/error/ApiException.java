package cloud.hanok.api.error;

import org.jspecify.annotations.Nullable;

/** Ends a request with an {@link ApiError}. It has no stack trace: it is an answer, not an accident. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    public ApiException(ApiError error) {
        this(error, null);
    }

    public ApiException(ApiError error, @Nullable Throwable cause) {
        super(error.code().code(), cause, false, false);
        this.error = error;
    }

    /** What is told. */
    public ApiError error() {
        return error;
    }
}
