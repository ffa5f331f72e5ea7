package cloud.hanok.content.background;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where responses wait that are answered in the background. What one came to is decided once, whoever answers it, cancels it or gives
 * it up at the same moment; that only one is paid is the business of its request's idempotency key.
 *
 * <p>Every method blocks, and throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done all the same.
 */
public interface BackgroundResponses {
    /**
     * Puts one that waits. Once this returned it is answered, whatever becomes of this process.
     *
     * @param events its first, where it is streamed
     */
    void put(TenantId tenant, BackgroundResponse response, byte[] events);

    /** One that has not ended. */
    Optional<BackgroundResponse> find(TenantId tenant, ResponseId id);

    /** How one stands, or stood at its end. */
    Optional<Standing> standing(TenantId tenant, ResponseId id);

    /** Says that a request answers it, and is alive until then. */
    void hold(TenantId tenant, ResponseId id, RequestId by, Instant until);

    /**
     * Decides what it came to.
     *
     * @return what it came to: the first that was decided; null when it was deleted
     */
    @Nullable
    Outcome decide(TenantId tenant, ResponseId id, Outcome outcome);

    /** What it came to is kept whole: it waits no more, and what was asked is forgotten here. Again: the same. */
    void end(TenantId tenant, ResponseId id);

    /**
     * A piece of the stream's text.
     *
     * @param part counted from 0
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(int part, byte[] bytes) {
        @Override
        public String toString() {
            return "Part[" + part + "]";
        }
    }

    /**
     * Adds events: all of them, or none where this process dies.
     *
     * @param from the first part that is free
     * @return how many parts they are
     */
    int append(TenantId tenant, ResponseId id, int from, byte[] events);

    /** Removes what a process that died left of events, from a part on: to be called before the first are added to those of another. */
    void cut(TenantId tenant, ResponseId id, int from);

    /**
     * Those that follow.
     *
     * @param from the first
     * @param most how many
     */
    List<Part> events(TenantId tenant, ResponseId id, int from, int most);

    /** Deletes one, with its events; nothing where there is none. */
    void delete(TenantId tenant, ResponseId id);

    /** One that has not ended, whoever's it is. */
    record Open(TenantId tenant, ResponseId id) {}

    /** How many lists of open ones there are. */
    int LISTS = 16;

    /**
     * Those of a list, the oldest first. One that was put only in part is among them too, and has no {@link #standing}.
     *
     * @param list from 0 to {@link #LISTS} - 1
     */
    List<Open> open(int list, int most);

    /** Takes one that is not there from its list. */
    void forget(Open open);
}
