package cloud.hanok.content.response;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
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
    private volatile Runnable beforeKeep = () -> {};

    private record Kept(TenantId tenant, StoredResponse response) {}

    /** Answers nothing from now on, or does again. */
    public synchronized void away(boolean now) {
        away = now;
    }

    /** Runs before each is kept, from now on. */
    public void beforeKeep(Runnable run) {
        beforeKeep = run;
    }

    @Override
    public boolean keep(TenantId tenant, StoredResponse response) {
        beforeKeep.run();
        put(tenant, response);
        return true;
    }

    private synchronized void put(TenantId tenant, StoredResponse response) {
        requireThere();
        all.put(response.id(), new Kept(tenant, response));
    }

    @Override
    public synchronized Optional<StoredResponse> find(TenantId tenant, ResponseId id) {
        requireThere();
        return Optional.ofNullable(all.get(id))
                .filter(kept -> kept.tenant.equals(tenant))
                .map(Kept::response);
    }

    @Override
    public synchronized Map<ResponseId, StoredResponse> find(TenantId tenant, Collection<ResponseId> ids) {
        Map<ResponseId, StoredResponse> found = new HashMap<>();
        ids.forEach(id -> find(tenant, id).ifPresent(response -> found.put(id, response)));
        return found;
    }

    @Override
    public synchronized void delete(TenantId tenant, ResponseId id) {
        find(tenant, id).ifPresent(response -> all.remove(response.id()));
    }

    private void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException());
        }
    }
}
