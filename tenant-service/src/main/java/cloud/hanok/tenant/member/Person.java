package cloud.hanok.tenant.member;

/**
 * Who somebody is, as the identity provider said when they came in. Its {@code toString} says nothing.
 *
 * @param name to show; may be empty
 */
public record Person(EmailAddress email, String name) {
    @Override
    public String toString() {
        return "Person";
    }
}
