package cloud.hanok.platform.vault;

/** OpenBao answered and said no: the role's policy, its ids, or the call is wrong. Repeating it does not help. */
public final class VaultRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VaultRefusedException(String message) {
        super(message);
    }
}
