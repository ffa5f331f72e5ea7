package cloud.hanok.api.organization;

import cloud.hanok.api.http.JsonObject;
import cloud.hanok.tenant.member.MemberRole;
import java.util.Optional;

/** Roles as requests write them. */
final class Roles {
    /** OpenAI's name for a member who uses the API and administers nothing: its clients send it. */
    private static final String READER = "reader";

    private Roles() {}

    /** The field {@code role} of a body. */
    static MemberRole read(JsonObject fields) {
        return fields.choice("role", Roles::ofText, MemberRole.TEXTS);
    }

    private static Optional<MemberRole> ofText(String text) {
        return text.equals(READER) ? Optional.of(MemberRole.DEVELOPER) : MemberRole.ofText(text);
    }
}
