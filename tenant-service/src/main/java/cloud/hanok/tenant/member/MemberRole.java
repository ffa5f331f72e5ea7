package cloud.hanok.tenant.member;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person is in a tenant. The names are stored: rename none. */
public enum MemberRole {
    /** Answers for the tenant; a tenant that has members has at least one. */
    OWNER,
    /** Administers it, but names no owners and removes none. */
    ADMIN,
    /** Builds with the models. */
    DEVELOPER,
    /** Sees what is spent. */
    BILLING_VIEWER,
    /** Answers for personal data (개인정보 보호책임자). */
    PRIVACY_OFFICER,
    /** Looks at everything and changes nothing. */
    AUDITOR,
    /** Is somebody only where they are put into a project. */
    MEMBER;

    /** Their texts, for messages. */
    public static final String TEXTS =
            Arrays.stream(values()).map(MemberRole::text).collect(Collectors.joining(", "));

    /** What people and programs call it: {@code billing_viewer}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this text. */
    public static Optional<MemberRole> ofText(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
