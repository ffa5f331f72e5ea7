package cloud.hanok.content.object;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.InputStream;
import java.time.Instant;

/**
 * Holds objects by tenant and name. An object is there whole or not at all, is written once and never changed. What it holds is sealed
 * already. Every method blocks, and throws {@link ObjectStoreUnavailableException} when the store does not do what it is asked.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Begins an object. It is there once it was committed.
     *
     * @param name that no object ever had
     * @throws ObjectStoreFullException when there is no room
     */
    ObjectWriter write(TenantId tenant, Ulid name);

    /**
     * The bytes of an object from one on; the caller closes it. Reading throws {@link ObjectStoreUnavailableException} too.
     *
     * @throws ObjectMissingException when there is no such object
     */
    InputStream read(TenantId tenant, Ulid name, long from);

    /** Deletes an object; nothing where there is none. */
    void delete(TenantId tenant, Ulid name);

    /** Memory that a writer holds at most while it is open. */
    int writerBytes();

    /** Removes what writers that died have left, if it was begun before this moment. */
    void removeLeftovers(Instant before);

    @Override
    void close();
}
