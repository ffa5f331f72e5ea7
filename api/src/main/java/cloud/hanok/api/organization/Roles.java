package cloud.hanok.api.organization;

import cloud.hanok.api.http.JsonObject;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.member.ProjectRole;
import java.util.Optional;

/** Roles as requests write them. */
final class Roles {
    /** OpenAI's name for a member who is somebody only where they are put into a project: its clients send it. */
    private static final String READER = "reader";

    private Roles() {}

    /** The field {@code role} of a body. */
    static MemberRole read(JsonObject fields) {
        return fields.choice("role", Roles::ofText, MemberRole.TEXTS);
    }

    /** The field {@code role} of a body about a project. */
    static ProjectRole readOfProject(JsonObject fields) {
        return fields.choice("role", ProjectRole::ofText, ProjectRole.TEXTS);
    }

    private static Optional<MemberRole> ofText(String text) {
        return text.equals(READER) ? Optional.of(MemberRole.MEMBER) : MemberRole.ofText(text);
    }
}
