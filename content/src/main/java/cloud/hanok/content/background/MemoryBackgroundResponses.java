package cloud.hanok.content.background;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Background responses in memory, for tests of what is not about their store. They do not grow old. */
public final class MemoryBackgroundResponses implements BackgroundResponses {
    private final Map<ResponseId, Entry> all = new HashMap<>();
    private boolean away;
    private boolean sealed;

    private static final class Entry {
        private final TenantId tenant;
        private final BackgroundResponse response;
        private final List<Part> events = new ArrayList<>();
        private Standing standing;

        Entry(TenantId tenant, BackgroundResponse response) {
            this.tenant = tenant;
            this.response = response;
            this.standing = new Standing(response.project(), response.streamed(), null, null, null, false);
        }
    }

    /** Answers nothing from now on, or does again. */
    public synchronized void away(boolean now) {
        away = now;
    }

    /** Keeps no more events: as where the key is destroyed that they are sealed with. */
    public synchronized void seal() {
        sealed = true;
    }

    @Override
    public synchronized void put(TenantId tenant, BackgroundResponse response, byte[] events) {
        requireThere();
        var entry = new Entry(tenant, response);
        all.put(response.id(), entry);
        if (response.streamed()) {
            append(tenant, response.id(), 0, events);
        }
    }

    @Override
    public synchronized Optional<BackgroundResponse> find(TenantId tenant, ResponseId id) {
        return entry(tenant, id).filter(entry -> !entry.standing.ended()).map(entry -> entry.response);
    }

    @Override
    public synchronized Optional<Standing> standing(TenantId tenant, ResponseId id) {
        return entry(tenant, id).map(entry -> entry.standing);
    }

    @Override
    public synchronized void hold(TenantId tenant, ResponseId id, RequestId by, Instant until) {
        entry(tenant, id).ifPresent(entry -> {
            Standing so = entry.standing;
            entry.standing = new Standing(so.project(), so.streamed(), by, until, so.outcome(), so.ended());
        });
    }

    @Override
    public synchronized @Nullable Outcome decide(TenantId tenant, ResponseId id, Outcome outcome) {
        Entry entry = entry(tenant, id).orElse(null);
        if (entry == null) {
            return null;
        }
        Standing so = entry.standing;
        if (so.outcome() == null) {
            entry.standing = new Standing(so.project(), so.streamed(), so.by(), so.heldUntil(), outcome, so.ended());
        }
        return entry.standing.outcome();
    }

    @Override
    public synchronized void end(TenantId tenant, ResponseId id) {
        entry(tenant, id).ifPresent(entry -> {
            Standing so = entry.standing;
            entry.standing = new Standing(so.project(), so.streamed(), so.by(), so.heldUntil(), so.outcome(), true);
        });
    }

    @Override
    public synchronized int append(TenantId tenant, ResponseId id, int from, byte[] events) {
        if (sealed) {
            throw new IllegalStateException("the key of " + tenant + " is destroyed");
        }
        entry(tenant, id).ifPresent(entry -> {
            if (from != entry.events.size()) {
                throw new IllegalStateException("part " + from + " after " + entry.events.size());
            }
            entry.events.add(new Part(from, events));
        });
        return 1;
    }

    @Override
    public synchronized void cut(TenantId tenant, ResponseId id, int from) {
        entry(tenant, id)
                .ifPresent(entry -> entry.events
                        .subList(Math.min(from, entry.events.size()), entry.events.size())
                        .clear());
    }

    @Override
    public synchronized List<Part> events(TenantId tenant, ResponseId id, int from, int most) {
        return entry(tenant, id)
                .map(entry -> entry.events.stream().skip(from).limit(most).toList())
                .orElse(List.of());
    }

    @Override
    public synchronized void delete(TenantId tenant, ResponseId id) {
        entry(tenant, id).ifPresent(entry -> all.remove(id));
    }

    @Override
    public synchronized List<Open> open(int list, int most) {
        requireThere();
        return all.values().stream()
                .filter(entry -> !entry.standing.ended() && SealedBackgroundResponses.list(entry.response.id()) == list)
                .map(entry -> new Open(entry.tenant, entry.response.id()))
                .sorted(Comparator.comparing(open -> open.id().text()))
                .limit(most)
                .toList();
    }

    @Override
    public void forget(Open open) {}

    private Optional<Entry> entry(TenantId tenant, ResponseId id) {
        requireThere();
        return Optional.ofNullable(all.get(id)).filter(entry -> entry.tenant.equals(tenant));
    }

    private void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException());
        }
    }
}
