package cloud.hanok.api.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates of authorities, in PEM, in a file: of a store whose certificate no public authority signed. */
final class AuthoritiesFile {
    private AuthoritiesFile() {}

    /**
     * The certificates of the file.
     *
     * @param property that names the file, for the error
     * @throws ConfigurationRefusedException when there is no such file, or no certificate in it
     */
    static List<X509Certificate> read(String property, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw refused(property, file, "there is no certificate in it");
            }
            return found;
        } catch (IOException unreadable) {
            throw refused(property, file, "it cannot be read");
        } catch (CertificateException damaged) {
            throw refused(property, file, "it has to hold certificates in PEM: " + damaged.getMessage());
        }
    }

    private static ConfigurationRefusedException refused(String property, Path file, String reason) {
        return new ConfigurationRefusedException(List.of(property + ": " + file + ": " + reason));
    }
}
