package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A mapped file of slots of 64 bytes, each one cache line and one half of a disk's smallest sector.
 *
 * <pre>
 *  0 request (16 B)   16 attempt &lt;&lt; 32 | 1, or 0 when free   24 input   32 cached   40 output   48 chunks   56 flags
 * </pre>
 *
 * <p>The pages are the kernel's, so a store that was executed outlives the process. Each count is one aligned word that
 * only grows, written in program order before the chunk it includes is relayed. A kill between two of these stores
 * leaves each count at its value before or after that chunk: a state between two true ones, at most one unsent chunk too
 * high. A claim writes the word at 16 last and a release clears it, so a half-made claim is a free slot.
 */
final class ProgressSlots {
    static final int SLOT_BYTES = 64;
    static final int STATE = 16;
    static final int INPUT = 24;
    static final int CACHED = 32;
    static final int OUTPUT = 40;
    static final int CHUNKS = 48;
    static final int FLAGS = 56;
    static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private static final long MAGIC = 0x48414E4F4B534C54L; // "HANOKSLT"
    private static final long OCCUPIED = 1;

    private final MemorySegment memory;
    private final ReentrantLock lock = new ReentrantLock();
    private final int[] free;
    private int freeCount;

    private ProgressSlots(MemorySegment memory, int count) {
        this.memory = memory;
        this.free = new int[count];
    }

    /**
     * Opens the file, or makes it. A file of another size is made anew, unless slots in it are still needed: then it is
     * used as it is until a start that finds it idle.
     *
     * @param unsettled the attempts whose counts are still needed; all other slots are freed
     * @param found receives the slots of these
     */
    static ProgressSlots open(Path file, int count, Set<AttemptKey> unsettled, Map<AttemptKey, ProgressSlot> found)
            throws IOException {
        ProgressSlots slots = Files.exists(file) ? map(file) : create(file, count);
        slots.recover(unsettled, found);
        if (slots.free.length != count && found.isEmpty()) {
            slots = create(file, count);
            slots.recover(unsettled, new HashMap<>());
        }
        return slots;
    }

    /** A free slot, set to zero, or null. */
    @Nullable
    ProgressSlot claim(Ulid request, int attempt) {
        int index;
        lock.lock();
        try {
            if (freeCount == 0) {
                return null;
            }
            index = free[--freeCount];
        } finally {
            lock.unlock();
        }
        long at = offset(index);
        LONG.setRelease(memory, at, request.mostSignificantBits());
        LONG.setRelease(memory, at + Long.BYTES, request.leastSignificantBits());
        for (int word = INPUT; word < SLOT_BYTES; word += Long.BYTES) {
            LONG.setRelease(memory, at + word, 0L);
        }
        LONG.setRelease(memory, at + STATE, ((long) attempt << Integer.SIZE) | OCCUPIED);
        return new ProgressSlot(this, index, Progress.NONE);
    }

    void release(ProgressSlot slot) {
        lock.lock();
        try {
            if (slot.markFreed()) {
                LONG.setRelease(memory, offset(slot.index()) + STATE, 0L);
                free[freeCount++] = slot.index();
            }
        } finally {
            lock.unlock();
        }
    }

    int freeCount() {
        lock.lock();
        try {
            return freeCount;
        } finally {
            lock.unlock();
        }
    }

    MemorySegment memory() {
        return memory;
    }

    /** Where a slot begins; the first one's place is the file's header. */
    static long offset(int index) {
        return (index + 1L) * SLOT_BYTES;
    }

    Progress progress(int index) {
        long at = offset(index);
        return new Progress(
                (long) LONG.getAcquire(memory, at + INPUT),
                (long) LONG.getAcquire(memory, at + CACHED),
                (long) LONG.getAcquire(memory, at + OUTPUT),
                (long) LONG.getAcquire(memory, at + CHUNKS),
                (long) LONG.getAcquire(memory, at + FLAGS));
    }

    private void recover(Set<AttemptKey> unsettled, Map<AttemptKey, ProgressSlot> found) {
        for (int index = free.length - 1; index >= 0; index--) {
            long at = offset(index);
            long state = (long) LONG.getAcquire(memory, at + STATE);
            AttemptKey key = new AttemptKey(
                    (long) LONG.getAcquire(memory, at), (long) LONG.getAcquire(memory, at + Long.BYTES), (int)
                            (state >>> Integer.SIZE));
            if (state != 0 && unsettled.contains(key) && !found.containsKey(key)) {
                found.put(key, new ProgressSlot(this, index, progress(index)));
            } else {
                LONG.setRelease(memory, at + STATE, 0L);
                free[freeCount++] = index;
            }
        }
    }

    /** The mapping is given back by the garbage collector, not by close: an update that comes late must not fail. */
    private static ProgressSlots map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer header = ByteBuffer.allocate(2 * Long.BYTES);
            boolean whole = channel.read(header, 0) == header.capacity() && header.getLong(0) == MAGIC;
            long count = whole ? header.getLong(Long.BYTES) : 0;
            if (count <= 0 || count > Integer.MAX_VALUE || channel.size() != (count + 1) * SLOT_BYTES) {
                throw new JournalCorruptedException(file, 0, "this is no file of progress slots.");
            }
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.ofAuto());
            return new ProgressSlots(memory, (int) count);
        }
    }

    /** Writes every byte, because a page of a sparse file that finds the disk full later kills the process. */
    private static ProgressSlots create(Path file, int count) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
            channel.write(bytes.putLong(0, MAGIC).putLong(Long.BYTES, count));
            ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
            for (long left = (long) count * SLOT_BYTES; left > 0; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), left));
                left -= channel.write(zeros);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        return map(file);
    }
}
