package cloud.hanok.tenant.operator;

import java.time.Instant;

/**
 * A person who runs the platform.
 *
 * @param subject the person, as the tokens of the shared realm name them
 * @param name what the one who named them calls them; a job rather than a person, such as {@code night shift}
 * @param changedBy who named them, or changed it last
 */
public record Operator(String subject, OperatorRole role, String name, String changedBy, Instant changedAt) {}
