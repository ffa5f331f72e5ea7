package cloud.hanok.platform.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The real disk, until a test says which of its operations fail. A write that fails has written half. */
final class FailingDisk implements Disk {
    enum Operation {
        WRITE,
        FORCE,
        PREALLOCATE,
        RENAME
    }

    private final Disk real = new FileDisk();
    private final Set<Operation> failing = ConcurrentHashMap.newKeySet();

    void fail(Operation first, Operation... more) {
        failing.addAll(EnumSet.of(first, more));
    }

    void heal() {
        failing.clear();
    }

    private void check(Operation operation) throws IOException {
        if (failing.contains(operation)) {
            throw new IOException("injected: " + operation);
        }
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new FailingFile(real.open(file));
    }

    @Override
    public DiskFile preallocate(Path file, long bytes) throws IOException {
        check(Operation.PREALLOCATE);
        return new FailingFile(real.preallocate(file, bytes));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        check(Operation.RENAME);
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        real.delete(file);
    }

    private final class FailingFile implements DiskFile {
        private final DiskFile file;

        private FailingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (failing.contains(Operation.WRITE)) {
                file.write(from.slice(from.position(), from.remaining() / 2), position);
            }
            check(Operation.WRITE);
            file.write(from, position);
        }

        @Override
        public void force() throws IOException {
            check(Operation.FORCE);
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
