package cloud.hanok.tenant.operator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person is on the platform. The names are stored: rename none. */
public enum OperatorRole {
    /** Runs all of it. */
    PLATFORM_OPERATOR,
    /** Keeps machines and deployments. */
    CAPACITY_OPERATOR,
    /** Publishes models. */
    PUBLISHER;

    /** Their texts, for messages. */
    public static final String TEXTS =
            Arrays.stream(values()).map(OperatorRole::text).collect(Collectors.joining(", "));

    /** What people and programs call it: {@code capacity_operator}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this text. */
    public static Optional<OperatorRole> ofText(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
