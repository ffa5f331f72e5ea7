package cloud.hanok.api.gateway;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.tenant.key.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the gateway of this process opened last, so that what is asked about one of them needs not wait for
 * its record to be shipped, and what is asked about one that never was needs not wait at all. Noting one is a few stores
 * into a ring, for event loops, and keeps no object of the request alive; looking one up reads the ring, for the rare
 * client that asks before its record has arrived.
 */
@Singleton
public final class OpenedRequests {
    /** Several seconds of all that one gateway can open; some 1.5 MiB. Older ones have long been shipped. */
    static final int CAPACITY = 1 << 16;

    /** Before every id: no request was made in 1970. */
    private static final long NONE = 0;

    /** The first half of each id, {@link #NONE} while the rest of its place is being written. */
    private final AtomicLongArray most = new AtomicLongArray(CAPACITY);

    private final AtomicLongArray least = new AtomicLongArray(CAPACITY);
    private final AtomicReferenceArray<@Nullable TenantId> tenants = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicReferenceArray<@Nullable ProjectId> projects = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicLong count = new AtomicLong();
    private final long sinceMillis;

    public OpenedRequests(Clock clock) {
        this.sinceMillis = clock.millis();
    }

    /**
     * Notes a request whose OPEN the journal took.
     *
     * @return its place, for {@link #withdraw}
     */
    int add(RequestId request, Caller caller) {
        int place = place(count.getAndIncrement());
        most.set(place, NONE);
        least.set(place, request.ulid().leastSignificantBits());
        tenants.set(place, caller.tenant());
        projects.set(place, caller.project());
        most.set(place, request.ulid().mostSignificantBits());
        return place;
    }

    /** Its OPEN did not come to the disk: nothing of it will ever be shipped. */
    void withdraw(int place, RequestId request) {
        if (least.get(place) == request.ulid().leastSignificantBits()) {
            most.compareAndSet(place, request.ulid().mostSignificantBits(), NONE);
        }
    }

    /** The project of a tenant's request that was opened here: its record is in the journal, or shipped already. */
    public Optional<ProjectId> projectOf(TenantId tenant, RequestId request) {
        long wanted = request.ulid().mostSignificantBits();
        for (int place = 0; place < CAPACITY; place++) {
            if (most.get(place) == wanted && least.get(place) == request.ulid().leastSignificantBits()) {
                TenantId owner = tenants.get(place);
                ProjectId project = projects.get(place);
                // Otherwise the place was given to another request meanwhile.
                if (most.get(place) == wanted) {
                    return tenant.equals(owner) ? Optional.ofNullable(project) : Optional.empty();
                }
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
        long opened = count.get();
        long oldest = most.get(place(opened));
        boolean forgets = opened >= CAPACITY;
        return millis > sinceMillis && (!forgets || (oldest != NONE && millisOf(oldest) < millis));
    }

    private static long millisOf(long mostSignificantBits) {
        return new Ulid(mostSignificantBits, 0).epochMillis();
    }

    private static int place(long index) {
        return (int) (index & CAPACITY - 1);
    }
}
