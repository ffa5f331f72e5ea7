package cloud.hanok.tenant.member;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a member is in one project, besides what they are in the tenant. The names are stored: rename none. */
public enum ProjectRole {
    /** Decides who is in the project. */
    OWNER,
    /** Builds in it. */
    MEMBER;

    /** Their texts, for messages. */
    public static final String TEXTS =
            Arrays.stream(values()).map(ProjectRole::text).collect(Collectors.joining(", "));

    /** What people and programs call it: {@code owner}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this text. */
    public static Optional<ProjectRole> ofText(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
