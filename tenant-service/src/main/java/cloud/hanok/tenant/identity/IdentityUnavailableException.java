package cloud.hanok.tenant.identity;

import org.jspecify.annotations.Nullable;

/** Keycloak does not answer, or not with sense. The call may be repeated. */
public final class IdentityUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdentityUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
