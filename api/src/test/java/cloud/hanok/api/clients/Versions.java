package cloud.hanok.api.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of packages, as their locks pin them. */
final class Versions {
    private Versions() {}

    static String of(MatrixClient.Pin pin) {
        String name = Pattern.quote(pin.name());
        String version;
        if (pin.lock().endsWith(".json")) {
            version = "\"node_modules/" + name + "\": \\{\\s*\"version\": \"([^\"]+)\"";
        } else if (pin.lock().endsWith(".xml")) {
            version = "<" + name + ">([^<]+)<";
        } else {
            version = "(?m)^" + name + "==(\\S+)";
        }
        try {
            Matcher found =
                    Pattern.compile(version).matcher(Files.readString(ClientScripts.SOURCES.resolve(pin.lock())));
            if (!found.find()) {
                throw new IllegalStateException(pin + " is not there");
            }
            return found.group(1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
