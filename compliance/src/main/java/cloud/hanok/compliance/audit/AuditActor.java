package cloud.hanok.compliance.audit;

/**
 * Who made a change. A person is named by their membership alone, so that erasing the member erases the person here too.
 *
 * @param kind what {@code id} is the id of
 * @param id of a member, a key, or a client of the identity provider
 */
public record AuditActor(Kind kind, String id) {
    /** What acts. The names are stored: rename none. */
    public enum Kind {
        /** A person, signed in as a member of the tenant. */
        MEMBER,
        /** A person who is signed in and not yet anybody's member, such as one who accepts an invitation. */
        PERSON,
        /** A key of the tenant itself. */
        ADMIN_KEY,
        /** A key of a project. */
        PROJECT_KEY,
        /** A program of the cloud's operator. */
        OPERATOR
    }
}
