package cloud.hanok.api.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A secret that is handed over as a file, so that it is in no command line, environment or configuration. */
public final class SecretFile {
    /** A password or an id, not a document. */
    private static final long LIMIT_BYTES = 4096;

    private SecretFile() {}

    /**
     * The text of the file without the white space around it.
     *
     * @param property that names the file, for the error
     * @throws ConfigurationRefusedException when there is no such file, or it is empty or longer than 4 KiB
     */
    public static String read(String property, Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw refused(property, file, "there is no such file");
            }
            if (Files.size(file) > LIMIT_BYTES) {
                throw refused(property, file, "it is longer than " + LIMIT_BYTES + " bytes");
            }
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw refused(property, file, "it is empty");
            }
            return secret;
        } catch (IOException unreadable) {
            throw refused(property, file, "it cannot be read: " + unreadable.getMessage());
        }
    }

    private static ConfigurationRefusedException refused(String property, Path file, String reason) {
        return new ConfigurationRefusedException(List.of(property + ": " + file + ": " + reason));
    }
}
