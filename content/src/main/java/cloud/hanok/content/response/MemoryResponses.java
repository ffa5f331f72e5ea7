package cloud.hanok.content.response;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Responses in memory, for tests of what is not about their store. They do not grow old. */
public final class MemoryResponses implements Responses {
    private final Map<ResponseId, Kept> all = new HashMap<>();
    private boolean away;

    private record Kept(TenantId tenant, StoredResponse response) {}

    /** Answers nothing from now on, or does again. */
    public synchronized void away(boolean now) {
        away = now;
    }

    @Override
    public synchronized void keep(TenantId tenant, StoredResponse response) {
        requireThere();
        all.put(response.id(), new Kept(tenant, response));
    }

    @Override
    public synchronized Optional<StoredResponse> find(TenantId tenant, ProjectId project, ResponseId id) {
        requireThere();
        return Optional.ofNullable(all.get(id))
                .filter(kept -> kept.tenant.equals(tenant))
                .map(Kept::response)
                .filter(response -> response.project().equals(project));
    }

    @Override
    public synchronized Map<ResponseId, StoredResponse> find(
            TenantId tenant, ProjectId project, Collection<ResponseId> ids) {
        Map<ResponseId, StoredResponse> found = new HashMap<>();
        ids.forEach(id -> find(tenant, project, id).ifPresent(response -> found.put(id, response)));
        return found;
    }

    @Override
    public synchronized boolean delete(TenantId tenant, ProjectId project, ResponseId id) {
        return find(tenant, project, id)
                .map(response -> all.remove(response.id()))
                .isPresent();
    }

    private void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException());
        }
    }
}
