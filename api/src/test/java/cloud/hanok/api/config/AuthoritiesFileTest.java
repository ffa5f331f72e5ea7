package cloud.hanok.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.egress.HttpsHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoritiesFileTest {
    @TempDir
    private Path folder;

    @Test
    void everyCertificateOfTheFileIsRead() throws Exception {
        Path one = HttpsHost.certificate(HttpsHost.key(folder));
        Path two = Files.writeString(folder.resolve("two.pem"), Files.readString(one) + Files.readString(one));
        assertThat(AuthoritiesFile.read("p", one))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.getSubjectX500Principal().getName()).isEqualTo("CN=host"));
        assertThat(AuthoritiesFile.read("p", two)).hasSize(2);
    }

    @Test
    void aFileWithoutCertificatesIsRefusedByNameAndSoIsOneThatIsNotThere() throws IOException {
        for (String content : new String[] {"", "certificates", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
            Path file = Files.writeString(folder.resolve("ca.pem"), content);
            assertRefused(file);
        }
        assertRefused(folder.resolve("none"));
    }

    private static void assertRefused(Path file) {
        assertThatThrownBy(() -> AuthoritiesFile.read("hanok.files.s3.ca-file", file))
                .isInstanceOf(ConfigurationRefusedException.class)
                .hasMessageContaining("hanok.files.s3.ca-file: " + file);
    }
}
