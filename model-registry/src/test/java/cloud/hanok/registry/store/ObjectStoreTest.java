package cloud.hanok.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    @TempDir
    private Path temporary;

    private Path folder;
    private ObjectStore store;

    @BeforeEach
    void open() throws IOException {
        folder = temporary.resolve("store");
        store = ObjectStore.local(folder);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void keepsContentUnderItsDigestAndReportsProgress() throws Exception {
        byte[] content = new byte[3 * 1024 * 1024 + 5];
        content[7] = 1;
        List<Long> progress = new ArrayList<>();

        StoredObject object =
                store.copyIn(file("a", content), _ -> "seen", progress::add).object();

        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        assertThat(object.digest()).isEqualTo(digest);
        assertThat(object.file())
                .isEqualTo(folder.resolve(
                        "sha256/" + digest.substring(0, 2) + "/" + digest.substring(2, 4) + "/" + digest));
        assertThat(Files.readAllBytes(object.file())).isEqualTo(content);
        assertThat(progress).isSorted().last().isEqualTo((long) content.length);
        assertThat(store.verified(digest)).contains(object);
    }

    @Test
    void keepsTheSameContentOnce() throws Exception {
        StoredObject first = copyIn(file("a", "same".getBytes(StandardCharsets.UTF_8)));
        StoredObject second = copyIn(file("b", "same".getBytes(StandardCharsets.UTF_8)));

        assertThat(second).isEqualTo(first);
        assertThat(files(folder.resolve("sha256"))).hasSize(1);
        assertThat(files(folder.resolve("incoming"))).isEmpty();
    }

    @Test
    void laterChangesOfTheSourceDoNotReachIn() throws Exception {
        Path source = file("a", "before".getBytes(StandardCharsets.UTF_8));
        StoredObject object = copyIn(source);

        Files.writeString(source, "after!");

        assertThat(Files.readString(object.file())).isEqualTo("before");
        assertThat(store.verified(object.digest())).isPresent();
    }

    @Test
    void keepsNothingThatTheCheckRefuses() throws Exception {
        Path source = file("a", new byte[10]);

        assertThatThrownBy(() -> store.copyIn(
                        source,
                        _ -> {
                            throw new IllegalArgumentException("no");
                        },
                        _ -> {}))
                .hasMessage("no");
        assertThat(files(folder.resolve("sha256"))).isEmpty();
        assertThat(files(folder.resolve("incoming"))).isEmpty();
    }

    @Test
    void refusesASourceThatGrowsWhileItIsRead() throws Exception {
        Path source = file("a", new byte[10]);

        assertThatThrownBy(() -> store.copyIn(source, _ -> "", copied -> grow(source)))
                .isInstanceOf(SourceChangedException.class);
        assertThat(files(folder.resolve("sha256"))).isEmpty();
    }

    @Test
    void noticesDamageAndMendsItByTheNextImport() throws Exception {
        Path source = file("a", "weights".getBytes(StandardCharsets.UTF_8));
        StoredObject object = copyIn(source);
        Files.setPosixFilePermissions(object.file(), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(object.file(), "wEights");

        assertThatThrownBy(() -> store.verified(object.digest())).isInstanceOf(DamagedObjectException.class);

        copyIn(source);
        assertThat(store.verified(object.digest())).isPresent();
    }

    @Test
    void removesWhatADeadProcessLeft() throws Exception {
        store.close();
        Files.writeString(folder.resolve("incoming/import-1.part"), "half");

        store = ObjectStore.local(folder);

        assertThat(files(folder.resolve("incoming"))).isEmpty();
    }

    @Test
    void isHadByOneProcessAtATime() {
        assertThatThrownBy(() -> ObjectStore.local(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void refusesDigestsThatAreNone() {
        assertThatThrownBy(() -> store.find("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    private StoredObject copyIn(Path source) throws IOException {
        return store.<String, IOException>copyIn(source, _ -> "", _ -> {}).object();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(temporary.resolve(name), content);
    }

    private static void grow(Path source) {
        try {
            Files.write(source, new byte[1], java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
