package cloud.hanok.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @Test
    void whatIsWrittenIsReadableByItsOwnerAlone(@TempDir Path folder) throws Exception {
        StateDirectory state = new StateDirectory(folder.resolve("state"));
        Path file = state.write("unseal-key", "old");
        state.write("unseal-key", "new");
        assertThat(Files.readString(file)).isEqualTo("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.path())))
                .isEqualTo("rwx------");
        assertThat(state.path().toFile().list()).containsExactly("unseal-key");
    }

    @Test
    void aSecretIsMadeOnceAndDiffersFromFolderToFolder(@TempDir Path folder) {
        SecureRandom random = new SecureRandom();
        StateDirectory one = new StateDirectory(folder.resolve("one"));
        String secret = one.secret("password", random);
        assertThat(secret).hasSize(32).matches("[A-Za-z0-9_-]+");
        assertThat(new StateDirectory(folder.resolve("one")).secret("password", random))
                .isEqualTo(secret);
        assertThat(new StateDirectory(folder.resolve("two")).secret("password", random))
                .isNotEqualTo(secret);
    }

    @Test
    void clearingDoesNotFollowLinksOutOfTheFolder(@TempDir Path folder) throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.writeString(shared.resolve("kept"), "1");
        StateDirectory state = new StateDirectory(folder.resolve("state"));
        Files.createSymbolicLink(state.file("link"), shared);
        state.child("data").write("row", "1");
        state.clear();
        assertThat(state.path()).isEmptyDirectory();
        assertThat(shared.resolve("kept")).exists();
    }
}
