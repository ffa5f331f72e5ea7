package cloud.hanok.standalone.command;

import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder in memory for what ends with a run. What tests write is durable before it is acknowledged, as in production, and up to a quarter
 * of a run was spent waiting for a disk that nobody reads again.
 */
final class MemoryFolder {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** A run takes a few hundred MiB; the rest is for the programs. */
    private static final long LEAST_FREE_BYTES = 6L << 30;

    private MemoryFolder() {}

    /**
     * The one for this state, the same at each run.
     *
     * @param state where it would be on the disk
     * @return empty where the system offers none, or not enough room, or one that nothing may be run from
     */
    static Optional<StateDirectory> of(Path state) {
        return in(SHARED_MEMORY, LEAST_FREE_BYTES, state);
    }

    static Optional<StateDirectory> in(Path memory, long leastFreeBytes, Path state) {
        try {
            if (!Files.isDirectory(memory) || !Files.isWritable(memory)) {
                return Optional.empty();
            }
            FileStore store = Files.getFileStore(memory);
            if (!store.type().equals("tmpfs") || store.getUsableSpace() < leastFreeBytes) {
                return Optional.empty();
            }
            UUID name = UUID.nameUUIDFromBytes(state.toString().getBytes(StandardCharsets.UTF_8));
            var folder = new StateDirectory(memory.resolve("hanok-test-" + name));
            return runsPrograms(folder) ? Optional.of(folder) : Optional.empty();
        } catch (IOException unusable) {
            return Optional.empty();
        }
    }

    /** Libraries are unpacked there to be loaded, which a file system that is mounted for data alone refuses. */
    private static boolean runsPrograms(StateDirectory folder) throws IOException {
        Path program = folder.write("runs", "#!/bin/sh\n");
        try {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return new ProcessBuilder(program.toString()).start().waitFor() == 0;
        } catch (IOException refused) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            folder.remove("runs");
        }
    }
}
