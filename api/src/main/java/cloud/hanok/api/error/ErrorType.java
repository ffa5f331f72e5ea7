package cloud.hanok.api.error;

import java.util.Locale;

/** The {@code type} of an error object: the families that OpenAI's SDKs know. */
public enum ErrorType {
    /** The request can never work as it is. */
    INVALID_REQUEST_ERROR,
    /** Who is asking is not known. */
    AUTHENTICATION_ERROR,
    /** Who is asking is known and may not. */
    PERMISSION_ERROR,
    /** There is no such thing. */
    NOT_FOUND_ERROR,
    /** Another state of things is in the way. */
    CONFLICT_ERROR,
    /** Too much at once; later it works. */
    RATE_LIMIT_ERROR,
    /** The money is spent; waiting does not help. */
    INSUFFICIENT_QUOTA,
    /** We, or the engine, failed. */
    SERVER_ERROR,
    /** Not now; later it works. */
    SERVICE_UNAVAILABLE_ERROR;

    /** As it stands in the body: {@code invalid_request_error}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
