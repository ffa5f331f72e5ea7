package cloud.hanok.registry.version;

import cloud.hanok.platform.id.ModelId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.registry.gguf.GgufFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model. Once available, it never changes.
 *
 * @param id names it
 * @param model it is a version of
 * @param version its name, unique within the model: {@code [a-z0-9][a-z0-9._-]{0,95}}
 * @param kind whether the weights are here
 * @param state whether it can be used
 * @param failure why not, when it failed; else null
 * @param digest SHA-256 of the weights in lower-case hex; null when declared, or not yet available
 * @param sizeBytes of the weights; 0 when the digest is null
 * @param file what the file says of itself; null when the digest is null
 * @param contextTokens the longest context it was made for; 0 when nobody said
 * @param card what it can: as stated, else as the file says; of a version that is still imported, as far as known
 * @param licence the file's own word on it, else the model's
 * @param createdAt when it was asked for
 */
public record ModelVersion(
        ModelVersionId id,
        ModelId model,
        String version,
        VersionKind kind,
        VersionState state,
        @Nullable ImportFailure failure,
        @Nullable String digest,
        long sizeBytes,
        @Nullable ModelFile file,
        long contextTokens,
        ModelCard card,
        String licence,
        Instant createdAt) {
    /** What the header says, where the file is a GGUF file; else null. */
    public @Nullable GgufFacts gguf() {
        return file instanceof ModelFile.Gguf(GgufFacts facts) ? facts : null;
    }
}
