package cloud.hanok.compliance.audit;

import cloud.hanok.platform.id.AuditEventId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted; an empty set asks for nothing special.
 *
 * @param from the earliest moment, inclusive
 * @param until the latest, exclusive; null: now
 * @param after only events older than this one: the last of the page before
 * @param before only events newer than this one: the first of the page after
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record AuditQuery(
        Instant from,
        @Nullable Instant until,
        Set<String> types,
        Set<String> actors,
        Set<String> projects,
        Set<String> resources,
        @Nullable AuditEventId after,
        @Nullable AuditEventId before,
        int limit) {
    /** Events of one page at most. */
    public static final int MAX_LIMIT = 100;

    public AuditQuery {
        types = Set.copyOf(types);
        actors = Set.copyOf(actors);
        projects = Set.copyOf(projects);
        resources = Set.copyOf(resources);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: must be between 1 and " + MAX_LIMIT + ", was " + limit);
        }
    }

    /** The newest events of a log that began then. */
    public static AuditQuery newest(Instant from, int limit) {
        return new AuditQuery(from, null, Set.of(), Set.of(), Set.of(), Set.of(), null, null, limit);
    }

    boolean matches(AuditEvent event) {
        return wants(types, event.type())
                && wants(actors, event.actor().id())
                && wants(resources, event.resource())
                && (projects.isEmpty()
                        || event.project() != null
                                && projects.contains(event.project().text()));
    }

    private static boolean wants(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
