package cloud.hanok.api.health;

/**
 * Why this process is not ready.
 *
 * @param code stable, for machines: {@code cassandra_unreachable}
 * @param english what is missing and what to look at
 * @param korean the same
 */
public record Reason(String code, String english, String korean) {}
