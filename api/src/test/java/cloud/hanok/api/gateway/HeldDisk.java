package cloud.hanok.api.gateway;

import cloud.hanok.platform.journal.Disk;
import cloud.hanok.platform.journal.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The real disk, whose next fsync waits until a test says how it ends. */
final class HeldDisk implements Disk {
    private final Disk real = new FileDisk();
    private final AtomicBoolean holds = new AtomicBoolean();
    private final Semaphore held = new Semaphore(0);
    private final Semaphore released = new Semaphore(0);
    private volatile boolean fails;

    /** The next fsync waits for {@link #release}. */
    void holdNext() {
        holds.set(true);
    }

    /** Waits until an fsync is held. */
    void awaitHeld() throws InterruptedException {
        if (!held.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing came to the disk");
        }
    }

    /** Ends the fsync that is held; those after it succeed. */
    void release(boolean well) {
        fails = !well;
        released.release();
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new HeldFile(real.open(file));
    }

    @Override
    public DiskFile preallocate(Path file, long bytes) throws IOException {
        return new HeldFile(real.preallocate(file, bytes));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        real.delete(file);
    }

    private final class HeldFile implements DiskFile {
        private final DiskFile file;

        private HeldFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            file.write(from, position);
        }

        @Override
        public void force() throws IOException {
            if (holds.compareAndSet(true, false)) {
                held.release();
                released.acquireUninterruptibly();
                if (fails) {
                    throw new IOException("the disk was made to fail");
                }
            }
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
