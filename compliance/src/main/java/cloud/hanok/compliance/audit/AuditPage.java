package cloud.hanok.compliance.audit;

import java.util.List;

/**
 * Events, newest first.
 *
 * @param hasMore whether there may be older ones that match
 */
public record AuditPage(List<AuditEvent> events, boolean hasMore) {
    public AuditPage {
        events = List.copyOf(events);
    }
}
