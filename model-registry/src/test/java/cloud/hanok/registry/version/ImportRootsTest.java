package cloud.hanok.registry.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.registry.problem.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportRootsTest {
    @TempDir
    private Path temporary;

    private Path root;
    private Path secret;
    private ImportRoots roots;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectories(temporary.resolve("models"));
        secret = Files.writeString(temporary.resolve("secret"), "s");
        Files.writeString(root.resolve("a.gguf"), "x");
        roots = new ImportRoots(List.of(root, temporary.resolve("missing")));
    }

    @Test
    void givesTheRealFileBelowARoot() throws IOException {
        Files.createSymbolicLink(root.resolve("link.gguf"), root.resolve("a.gguf"));

        assertThat(roots.resolve(root + "/link.gguf"))
                .isEqualTo(root.resolve("a.gguf").toRealPath());
    }

    @Test
    void refusesWhatLeadsOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("out"), secret);
        Files.createSymbolicLink(root.resolve("up"), temporary);

        refused(secret.toString(), "import_path_forbidden");
        refused(root + "/../secret", "import_path_forbidden");
        refused(root + "/out", "import_path_forbidden");
        refused(root + "/up/secret", "import_path_forbidden");
        refused(root + "-other/a.gguf", "import_path_forbidden");
        refused("/proc/self/environ", "import_path_forbidden");
    }

    @Test
    void tellsOutsideNothingAboutWhichFilesExist() {
        refused("/etc/passwd", "import_path_forbidden");
        refused("/etc/there-is-no-such-file", "import_path_forbidden");
    }

    @Test
    void refusesWhatIsNoReadableFile() {
        refused(root + "/missing.gguf", "import_file_unreadable");
        refused(root.toString(), "import_file_unreadable");
    }

    @Test
    void refusesWhatIsNoAbsolutePath() {
        refused(null, "invalid_path");
        refused("", "invalid_path");
        refused("a.gguf", "invalid_path");
        refused("/a\0b", "invalid_path");
        refused("/" + "a".repeat(5_000), "invalid_path");
    }

    @Test
    void allowsNothingWithoutARoot() {
        assertThatThrownBy(() -> new ImportRoots(List.of()).resolve(root + "/a.gguf"))
                .isInstanceOf(RegistryException.class);
    }

    private void refused(@Nullable String path, String code) {
        assertThatThrownBy(() -> roots.resolve(path))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
