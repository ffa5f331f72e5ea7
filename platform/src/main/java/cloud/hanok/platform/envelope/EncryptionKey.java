package cloud.hanok.platform.envelope;

import cloud.hanok.platform.vault.TransitKeys.Versions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's key of one class, as an operator sees it.
 *
 * @param versions of the transit key; empty when it was not needed yet, or was destroyed
 * @param wrappedBy how many data keys each version wraps
 * @param destroyedAt when what it sealed was erased
 * @param rewrap of the last rotation, empty when there was none
 */
public record EncryptionKey(
        DataClass dataClass,
        Optional<Versions> versions,
        Map<Integer, Integer> wrappedBy,
        Optional<Instant> destroyedAt,
        Optional<RewrapProgress> rewrap) {
    public EncryptionKey {
        wrappedBy = Map.copyOf(wrappedBy);
    }

    /** When its newest version was made, empty as long as it is the first. */
    public Optional<Instant> rotatedAt() {
        return versions.filter(all -> all.latestVersion() > 1)
                .flatMap(all -> Optional.ofNullable(all.createdAt().get(all.latestVersion())));
    }
}
