package cloud.hanok.api.console;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The built console, as it lies in the program. */
@Singleton
final class ConsolePages {
    private static final String FOLDER = "/console/";

    /** Names of files as builds make them: no segment begins with a dot, so that none leads upwards. */
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@-]*(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)*");

    private static final int MAX_NAME_CHARS = 255;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("woff2", "font/woff2"));

    /** @param type of media */
    record File(byte[] bytes, String type) {}

    /** The page that everything begins with; empty when the program was built without the console. */
    Optional<File> index() {
        return read("index.html").map(bytes -> new File(bytes, "text/html; charset=utf-8"));
    }

    /** What the page loads, by its name below {@code assets}; its name changes with what is in it. */
    Optional<File> asset(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null
                || name.length() > MAX_NAME_CHARS
                || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return read("assets/" + name).map(bytes -> new File(bytes, type));
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream stream = ConsolePages.class.getResourceAsStream(FOLDER + name)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
