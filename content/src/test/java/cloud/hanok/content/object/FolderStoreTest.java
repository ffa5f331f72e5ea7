package cloud.hanok.content.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {
    private static final TenantId TENANT = new TenantId(new Ulid(1, 2));
    private static final Ulid NAME = new Ulid(3, 4);
    private static final byte[] BYTES = {1, 2, 3, 4, 5};

    @Test
    void anObjectIsThereOnceItIsCommittedAndNotBefore(@TempDir Path folder) throws IOException {
        FolderStore store = FolderStore.open(folder, 0);
        try (ObjectWriter writer = store.write(TENANT, NAME)) {
            writer.write(BYTES, 1, 3);
            assertThatThrownBy(() -> store.read(TENANT, NAME, 0)).isInstanceOf(ObjectMissingException.class);
            writer.commit();
        }
        try (InputStream in = store.read(TENANT, NAME, 1)) {
            assertThat(in.readAllBytes()).containsExactly(3, 4);
        }
        store.delete(TENANT, NAME);
        store.delete(TENANT, NAME);
        assertThatThrownBy(() -> store.read(TENANT, NAME, 0)).isInstanceOf(ObjectMissingException.class);
        assertThat(files(folder)).isEmpty();
    }

    @Test
    void whatIsNotCommittedLeavesNothing(@TempDir Path folder) throws IOException {
        FolderStore store = FolderStore.open(folder, 0);
        try (ObjectWriter writer = store.write(TENANT, NAME)) {
            writer.write(BYTES, 0, 5);
        }
        assertThat(files(folder)).isEmpty();
    }

    @Test
    void whatADeadWriterLeftIsRemovedWhenItIsOld(@TempDir Path folder) throws IOException {
        FolderStore store = FolderStore.open(folder, 0);
        Path left = Files.write(folder.resolve("incoming").resolve("x.part"), BYTES);
        Instant written = Files.getLastModifiedTime(left).toInstant();
        store.removeLeftovers(written.minusSeconds(1));
        assertThat(left).exists();
        store.removeLeftovers(written.plusSeconds(1));
        assertThat(left).doesNotExist();
    }

    @Test
    void aDiskThatIsNearlyFullTakesNothingMoreAndSaysWhatIsLeft(@TempDir Path folder) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        FolderStore full = FolderStore.open(folder, usable * 2);
        assertThatThrownBy(() -> full.write(TENANT, NAME))
                .isInstanceOfSatisfying(
                        ObjectStoreFullException.class,
                        it -> assertThat(it.leftBytes()).isZero());
        assertThat(files(folder)).isEmpty();
    }

    @Test
    void aFolderThatIsNotMountedHasLostNothing(@TempDir Path folder) throws IOException {
        FolderStore store = FolderStore.open(folder.resolve("objects"), 0);
        Files.move(folder.resolve("objects"), folder.resolve("away"));
        assertThatThrownBy(() -> store.delete(TENANT, NAME)).isInstanceOf(ObjectStoreUnavailableException.class);
        assertThatThrownBy(() -> store.read(TENANT, NAME, 0)).isInstanceOf(ObjectStoreUnavailableException.class);
        assertThatThrownBy(() -> store.write(TENANT, NAME)).isInstanceOf(RuntimeException.class);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
