package cloud.hanok.api.gateway;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the gateway of this process opened last, so that what is asked about one of them needs not wait for
 * its record to be shipped, and what is asked about one that never was needs not wait at all. Noting one is a store into
 * a ring, for event loops; looking one up reads the ring, for the rare client that asks before its record has arrived.
 */
@Singleton
public final class OpenedRequests {
    /** Several seconds of all that one gateway can open; some 8 MiB. Older ones have long been shipped. */
    static final int CAPACITY = 1 << 16;

    private final AtomicReferenceArray<@Nullable Opened> ring = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicLong count = new AtomicLong();
    private final long sinceMillis;

    public OpenedRequests(Clock clock) {
        this.sinceMillis = clock.millis();
    }

    /** One attempt of a request, from its OPEN on. */
    static final class Opened {
        private final RequestId request;
        private final TenantId tenant;
        private final ProjectId project;
        private volatile boolean withdrawn;

        private Opened(RequestId request, TenantId tenant, ProjectId project) {
            this.request = request;
            this.tenant = tenant;
            this.project = project;
        }

        /** Its OPEN did not come to the disk: nothing of it will ever be shipped. */
        void withdraw() {
            withdrawn = true;
        }
    }

    /** Notes a request whose OPEN the journal took. */
    Opened add(RequestId request, Caller caller) {
        ProjectId project = Objects.requireNonNull(caller.project(), "a project's key calls");
        Opened opened = new Opened(request, caller.tenant(), project);
        ring.set(slot(count.getAndIncrement()), opened);
        return opened;
    }

    /** The project of a tenant's request that was opened here: its record is in the journal, or shipped already. */
    public Optional<ProjectId> projectOf(TenantId tenant, RequestId request) {
        for (int i = 0; i < CAPACITY; i++) {
            Opened opened = ring.get(i);
            if (opened != null && opened.request.equals(request) && !opened.withdrawn) {
                return opened.tenant.equals(tenant) ? Optional.of(opened.project) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a request that is not found here was surely not opened here. Otherwise it is older than this process, or
     * no younger than what was forgotten.
     */
    public boolean covers(RequestId request) {
        long millis = request.ulid().epochMillis();
        Opened oldest = ring.get(slot(count.get()));
        return millis > sinceMillis && (oldest == null || oldest.request.ulid().epochMillis() < millis);
    }

    private static int slot(long index) {
        return (int) (index & CAPACITY - 1);
    }
}
