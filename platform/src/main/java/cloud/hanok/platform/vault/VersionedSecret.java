package cloud.hanok.platform.vault;

import java.util.Map;

/**
 * A secret and which of its versions this is.
 *
 * @param values its entries
 * @param version what a replacement must name, so that nobody else's is undone
 */
public record VersionedSecret(Map<String, String> values, int version) {
    /** Says nothing of the values. */
    @Override
    public String toString() {
        return "VersionedSecret[" + version + "]";
    }
}
