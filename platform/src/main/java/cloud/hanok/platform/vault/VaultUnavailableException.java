package cloud.hanok.platform.vault;

import org.jspecify.annotations.Nullable;

/** OpenBao did not answer, is sealed, or has no leader: the same call may work later. */
public final class VaultUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VaultUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
