package cloud.hanok.content.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends ObjectStoreContract {
    @TempDir
    private Path folder;

    private FolderStore store;

    @BeforeEach
    void open() throws IOException {
        store = FolderStore.open(folder.resolve("objects"), 0);
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    int unfinished() {
        try (Stream<Path> files = Files.list(folder.resolve("objects").resolve("incoming"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a disk that is not mounted. */
    @Override
    void takeAway() throws IOException {
        Files.move(folder.resolve("objects"), folder.resolve("away"));
    }

    @Test
    void aDiskThatIsNearlyFullTakesNothingMoreAndSaysWhatIsLeft() throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        FolderStore full = FolderStore.open(folder.resolve("objects"), usable * 2);
        assertThatThrownBy(() -> full.write(TENANT, NAME))
                .isInstanceOfSatisfying(
                        ObjectStoreFullException.class,
                        it -> assertThat(it.leftBytes()).isZero());
        assertThat(unfinished()).isZero();
    }
}
