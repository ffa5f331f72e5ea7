package cloud.hanok.content.webhook;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was said, in memory, each event once: for tests of whoever says it. */
public final class MemoryWebhookEvents implements WebhookEvents {
    private final List<Said> all = new ArrayList<>();
    private boolean away;

    /** What was said. */
    public record Said(TenantId tenant, ProjectId project, WebhookEventType type, String object) {}

    @Override
    public synchronized void put(TenantId tenant, ProjectId project, WebhookEventType type, Id object, Instant at) {
        requireThere();
        var said = new Said(tenant, project, type, object.text());
        if (!all.contains(said)) {
            all.add(said);
        }
    }

    @Override
    public synchronized boolean isAwaited(TenantId tenant, ProjectId project) {
        requireThere();
        return true;
    }

    /** Takes nothing from now on, or does again. */
    public synchronized void away(boolean now) {
        away = now;
    }

    private void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException());
        }
    }

    /** All of it, in order. */
    public synchronized List<Said> all() {
        return List.copyOf(all);
    }
}
