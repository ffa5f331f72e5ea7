package cloud.hanok.tenant.identity;

/** Keycloak answered and said no: our client, its roles, or the call is wrong. Repeating it does not help. */
public final class IdentityRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdentityRefusedException(String message) {
        super(message);
    }
}
