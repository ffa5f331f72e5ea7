package cloud.hanok.platform.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The disk as the journal uses it; the tests put one that fails in its place. Each method is durable when it returns. */
public interface Disk {
    /** Opens an existing file to read and write. */
    DiskFile open(Path file) throws IOException;

    /** Makes a new file of so many zeros, so that later writes to it need no further space. Nothing is left if it fails. */
    DiskFile preallocate(Path file, long bytes) throws IOException;

    /** Renames within one directory. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes, if it exists. */
    void delete(Path file) throws IOException;

    /** One open file. */
    interface DiskFile extends Closeable {
        /** Reads at a position until the buffer is full or the file ends; -1 when it ends at once. */
        int read(ByteBuffer into, long position) throws IOException;

        /** Writes all that remains in the buffer at a position. */
        void write(ByteBuffer from, long position) throws IOException;

        /** Returns when what was written is on the disk. */
        void force() throws IOException;

        /** Bytes in the file. */
        long size() throws IOException;
    }
}
