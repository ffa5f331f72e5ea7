package cloud.hanok.content.object;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.InputStream;
import java.time.Instant;

/** A store that fails as told, for tests of what must survive a bad day. */
public final class FaultyStore implements ObjectStore {
    private final ObjectStore store;
    private volatile boolean away;
    private volatile long roomBytes = Long.MAX_VALUE;

    public FaultyStore(ObjectStore store) {
        this.store = store;
    }

    /** Answers nothing from now on, or does again. */
    public void away(boolean now) {
        away = now;
    }

    /** Takes only so many bytes more of each object. */
    public void room(long bytes) {
        roomBytes = bytes;
    }

    @Override
    public ObjectWriter write(TenantId tenant, Ulid name) {
        requireThere();
        ObjectWriter writer = store.write(tenant, name);
        return new ObjectWriter() {
            private long written;

            @Override
            public void write(byte[] bytes, int from, int length) {
                requireThere();
                written += length;
                if (written > roomBytes) {
                    throw new ObjectStoreFullException(length, 0);
                }
                writer.write(bytes, from, length);
            }

            @Override
            public void commit() {
                requireThere();
                writer.commit();
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    @Override
    public InputStream read(TenantId tenant, Ulid name, long from) {
        requireThere();
        return store.read(tenant, name, from);
    }

    @Override
    public void delete(TenantId tenant, Ulid name) {
        requireThere();
        store.delete(tenant, name);
    }

    @Override
    public int writerBytes() {
        return store.writerBytes();
    }

    @Override
    public void removeLeftovers(Instant before) {
        requireThere();
        store.removeLeftovers(before);
    }

    @Override
    public void close() {
        store.close();
    }

    private void requireThere() {
        if (away) {
            throw new ObjectStoreUnavailableException("away", new IllegalStateException("away"));
        }
    }
}
