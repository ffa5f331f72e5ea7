package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.platform.envelope.EncryptionKey;
import cloud.hanok.platform.envelope.RewrapProgress;
import cloud.hanok.platform.vault.TransitKeys.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is sent.
 *
 * @param object always {@code encryption_key}
 * @param dataClass {@code people}, {@code content}, {@code audit}
 * @param state {@code active}, {@code absent} as long as nothing needed it, {@code destroyed} once what it sealed was
 *     erased
 * @param latestVersion wraps new data keys; 0 when there is none
 * @param minimumVersion what older ones wrapped is refused; 0 when there is none
 * @param dataKeys how many each version wraps
 * @param rotatedAt when its newest version was made, null as long as it is the first
 * @param rewrap of the last rotation, null when there was none
 */
public record EncryptionKeyView(
        String object,
        String dataClass,
        String state,
        int latestVersion,
        int minimumVersion,
        List<WrappedBy> dataKeys,
        @Nullable Instant rotatedAt,
        @Nullable Instant destroyedAt,
        @Nullable RewrapView rewrap)
        implements Audited {

    /** A tenant has one of each class. */
    @Override
    public String id() {
        return dataClass;
    }

    static EncryptionKeyView of(EncryptionKey key) {
        return new EncryptionKeyView(
                "encryption_key",
                key.dataClass().label(),
                key.destroyedAt().isPresent() ? "destroyed" : key.versions().isPresent() ? "active" : "absent",
                key.versions().map(Versions::latestVersion).orElse(0),
                key.versions().map(Versions::minimumDecryptionVersion).orElse(0),
                key.wrappedBy().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> new WrappedBy(each.getKey(), each.getValue()))
                        .toList(),
                key.rotatedAt().orElse(null),
                key.destroyedAt().orElse(null),
                key.rewrap().map(RewrapView::of).orElse(null));
    }

    /** How many data keys a version wraps. */
    public record WrappedBy(int version, int count) {}

    /**
     * How far a re-wrap is.
     *
     * @param state {@code running}, {@code settling} for a minute after a rotation, {@code done}
     */
    public record RewrapView(
            int version,
            String state,
            long done,
            long total,
            Instant startedAt,
            @Nullable Instant finishedAt) {
        static RewrapView of(RewrapProgress progress) {
            return new RewrapView(
                    progress.version(),
                    progress.state().name().toLowerCase(Locale.ROOT),
                    progress.done(),
                    progress.total(),
                    progress.startedAt(),
                    progress.finishedAt().orElse(null));
        }
    }
}
