package cloud.hanok.api.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Copies of a keyspace by data centre, as they are configured: {@code <data centre>:<copies>}, 1 to 9 copies. */
final class DataCentres {
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_.-]{1,100}):([1-9])");

    private DataCentres() {}

    /**
     * Reads them.
     *
     * @param property whose value it is
     * @throws ConfigurationRefusedException when an entry is not {@code name:copies}
     */
    static Map<String, Integer> of(String property, List<String> entries) {
        Map<String, Integer> copies = new TreeMap<>();
        for (String entry : entries) {
            Matcher parts = ENTRY.matcher(entry.strip());
            if (!parts.matches()) {
                throw new ConfigurationRefusedException(
                        List.of(property + ": name:copies was expected, such as seoul:3: " + entry));
            }
            copies.put(parts.group(1), Integer.valueOf(parts.group(2)));
        }
        return copies;
    }
}
