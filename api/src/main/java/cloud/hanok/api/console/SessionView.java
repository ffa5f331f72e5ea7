package cloud.hanok.api.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A session as the console's pages see it.
 *
 * @param member who is signed in
 * @param organization for whom
 * @param organizations that the same person can sign in to
 * @param roles what they are there: a member's role, or a role on the platform
 * @param operator whether they run the platform, or a part of it; then they can sign in to {@code -}
 * @param projects the first hundred that they see and that are in use
 * @param csrf what has to be sent along with every change
 * @param expiresAt when the session ends if nothing more is done: ISO 8601, UTC
 */
public record SessionView(
        MemberView member,
        OrganizationView organization,
        List<ChoiceView> organizations,
        List<String> roles,
        boolean operator,
        List<ProjectView> projects,
        String csrf,
        @JsonProperty("expires_at") String expiresAt) {
    /** @param id of the membership, or of the person at Keycloak where there is none */
    public record MemberView(String id, String name, String email) {}

    /**
     * @param alias as paths and tokens name it
     * @param tenant its id; empty for none
     * @param name to show; empty for none
     * @param kind {@code shared} or {@code dedicated}
     * @param government whether it is an agency, whose data has a class of the national framework (N2SF) above open
     */
    public record OrganizationView(String alias, String tenant, String name, String kind, boolean government) {}

    /** An organization to choose. */
    public record ChoiceView(String alias, String name) {}

    /** A project to choose. */
    public record ProjectView(String id, String name) {}
}
