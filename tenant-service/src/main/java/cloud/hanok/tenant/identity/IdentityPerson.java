package cloud.hanok.tenant.identity;

/**
 * A person in Keycloak.
 *
 * @param id the {@code sub} of their tokens
 */
public record IdentityPerson(String id, String email, boolean enabled) {
    /** Says nothing of who it is. */
    @Override
    public String toString() {
        return "IdentityPerson[" + id + "]";
    }
}
