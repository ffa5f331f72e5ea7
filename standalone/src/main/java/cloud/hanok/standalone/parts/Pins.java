package cloud.hanok.standalone.parts;

import cloud.hanok.standalone.process.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The committed files that pin what is fetched. */
final class Pins {
    private Pins() {}

    /** The text of a committed resource of this package. */
    static String text(String resource) {
        return Resource.text(Pins.class, resource);
    }

    /** Reads a lock file, one {@code <sha256>  <file name>} a line, to file name -> digest. */
    static Map<String, String> digests(String resource) {
        Map<String, String> digests = new TreeMap<>();
        List<String> lines =
                text(resource).lines().filter(line -> !line.isBlank()).toList();
        for (String line : lines) {
            String[] parts = line.split("\\s+");
            digests.put(parts[1], parts[0]);
        }
        return digests;
    }
}
