package cloud.hanok.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFolderTest {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @TempDir
    Path state;

    @Test
    void itIsOneOfItsOwnForEachStateWhereThereIsMemoryToWriteTo() throws IOException {
        Optional<StateDirectory> folder = MemoryFolder.in(SHARED_MEMORY, 0, state);
        boolean offered = Files.isWritable(SHARED_MEMORY)
                && Files.getFileStore(SHARED_MEMORY).type().equals("tmpfs");
        // A system without it, or one that runs nothing from there, goes on with its disk.
        assertThat(offered || folder.isEmpty()).isTrue();
        folder.ifPresent(MemoryFolderTest::removed);
        Optional<StateDirectory> again = MemoryFolder.in(SHARED_MEMORY, 0, state);
        assertThat(again).isEqualTo(folder);
        again.ifPresent(MemoryFolderTest::removed);
        Optional<StateDirectory> other = MemoryFolder.in(SHARED_MEMORY, 0, state.resolve("other"));
        assertThat(other.equals(folder)).isEqualTo(folder.isEmpty());
        other.ifPresent(MemoryFolderTest::removed);
    }

    @Test
    void thereIsNoneWithoutRoomNorOnAnotherFileSystemNorWhereThereIsNoSuchFolder() throws IOException {
        assertThat(MemoryFolder.in(SHARED_MEMORY, Long.MAX_VALUE, state)).isEmpty();
        assertThat(MemoryFolder.in(state.resolve("absent"), 0, state)).isEmpty();
        Path elsewhere = Path.of(System.getProperty("basedir", ""), "target").toAbsolutePath();
        if (!Files.getFileStore(elsewhere).type().equals("tmpfs")) {
            assertThat(MemoryFolder.in(elsewhere, 0, state)).isEmpty();
        }
    }

    private static void removed(StateDirectory folder) {
        assertThat(folder.path()).isEmptyDirectory();
        try {
            Files.delete(folder.path());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
