package cloud.hanok.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A public surface as a committed file. When it changes on purpose, run the test with {@code GOLDEN_WRITE=1} in the environment and
 * commit the difference.
 */
public final class GoldenFile {
    private GoldenFile() {}

    /** Fails when the text differs from {@code src/test/resources/golden/<name>}. */
    public static void assertSame(String name, String actual) {
        Path file = Path.of("src", "test", "resources", "golden", name);
        try {
            if (System.getenv("GOLDEN_WRITE") != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
            }
            assertThat(actual).as("golden file " + name).isEqualTo(Files.readString(file));
        } catch (IOException unreadable) {
            throw new AssertionError(
                    "golden file " + file + " cannot be read; write it with GOLDEN_WRITE=1", unreadable);
        }
    }
}
