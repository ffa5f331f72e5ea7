package cloud.hanok.registry.version;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.claim.NameClaim;
import cloud.hanok.platform.claim.NameClaims;
import cloud.hanok.platform.id.ModelId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.registry.model.Model;
import cloud.hanok.registry.model.Models;
import cloud.hanok.registry.model.RegistryName;
import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.problem.RegistryProblem;
import cloud.hanok.registry.store.ObjectStore;
import cloud.hanok.registry.store.StoredObject;
import cloud.hanok.registry.version.PendingImports.PendingImport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions of models. Blocks; imports go on in the background. */
public final class ModelVersions implements AutoCloseable {
    /** Longest context that may be declared: far above any engine's. */
    public static final int MAX_CONTEXT_TOKENS = 100_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(ModelVersions.class);

    private final Models models;
    private final ObjectStore store;
    private final ImportRoots roots;
    private final Cql cql;
    private final NameClaims names;
    private final VersionTable table;
    private final PendingImports pending;
    private final Importer importer;
    private final Ulids ulids;
    private final Clock clock;

    /**
     * @param state a folder of this process, where it notes the imports it has begun
     * @throws IOException when the folder cannot be made
     */
    public ModelVersions(
            Keyspaces keyspaces,
            ChangeLog changes,
            Models models,
            ObjectStore store,
            ImportRoots roots,
            Path state,
            Ulids ulids,
            Clock clock)
            throws IOException {
        this.models = models;
        this.store = store;
        this.roots = roots;
        this.cql = keyspaces.platform();
        this.names = new NameClaims(cql, "registry_names", clock);
        this.table = new VersionTable(keyspaces);
        this.pending = new PendingImports(state);
        this.importer = new Importer(store, table, pending, changes);
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Begins to import one GGUF file of this machine. Its header is read before this returns; copying and hashing go on
     * afterwards, and {@link #find} tells when the version is available or why it failed.
     *
     * @param path absolute, below an import root
     * @param card what the model can; null: what its file says
     * @param idempotencyKey when given, the same request with the same key gets the same version for a day
     * @throws RegistryException when a field is wrong, the model does not exist, the name is taken, the file is no
     *     model, or there is no room
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public ModelVersion importStored(
            ModelId model,
            @Nullable String version,
            @Nullable String path,
            @Nullable ModelCard card,
            @Nullable String idempotencyKey) {
        Model family = require(model);
        String name = RegistryName.require("version", version);
        ModelVersionId id = claim(idempotencyKey, model, name, VersionKind.STORED, String.valueOf(path), card);
        Optional<ModelVersion> before = before(idempotencyKey, id);
        if (before.isPresent()) {
            return before.get();
        }
        Path source = roots.resolve(path);
        importer.examine(source, source.toString());
        importer.reserve();
        PendingImport one = new PendingImport(id, model, name, source);
        boolean submitted = false;
        try {
            pending.begin(one);
            ModelVersion made = record(one.id(), family, name, VersionKind.STORED, VersionState.IMPORTING, 0, card);
            importer.submit(one);
            submitted = true;
            return made;
        } catch (RegistryException refused) {
            pending.end(one.id());
            throw refused;
        } catch (IOException e) {
            throw new UncheckedIOException("the import cannot be noted", e);
        } finally {
            if (!submitted) {
                importer.giveBack();
            }
        }
    }

    /**
     * Records a version that somebody else's engine serves. Its digest is unknown, and receipts say so.
     *
     * @param contextTokens the longest context it was made for; 0 when nobody said
     * @param card what the model can; null: nobody said, and it is taken for a text chat model
     * @param idempotencyKey when given, the same request with the same key gets the same version for a day
     * @throws RegistryException when a field is wrong, the model does not exist, or the name is taken
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public ModelVersion declare(
            ModelId model,
            @Nullable String version,
            long contextTokens,
            @Nullable ModelCard card,
            @Nullable String idempotencyKey) {
        Model family = require(model);
        String name = RegistryName.require("version", version);
        if (contextTokens < 0 || contextTokens > MAX_CONTEXT_TOKENS) {
            throw new RegistryException(new RegistryProblem.InvalidField(
                    "contextTokens",
                    "0 이상 " + MAX_CONTEXT_TOKENS + " 이하의 정수여야 합니다.",
                    "an integer from 0 to " + MAX_CONTEXT_TOKENS + " was expected."));
        }
        ModelVersionId id =
                claim(idempotencyKey, model, name, VersionKind.DECLARED, Long.toString(contextTokens), card);
        return before(idempotencyKey, id)
                .orElseGet(() ->
                        record(id, family, name, VersionKind.DECLARED, VersionState.AVAILABLE, contextTokens, card));
    }

    /** The version of this id, if there is one. */
    public Optional<ModelVersion> find(ModelVersionId id) {
        return table.find(id);
    }

    /** The version of this name of a model, if there is one. */
    public Optional<ModelVersion> findByName(ModelId model, String version) {
        return names.find(model.text(), version).flatMap(claim -> table.find(ModelVersionId.parse(claim.holder())));
    }

    /** A model's versions by name, at most {@link NameClaims#MAX_LISTED}. */
    public List<ModelVersion> list(ModelId model) {
        return names.list(model.text()).stream()
                .flatMap(claim -> table.find(ModelVersionId.parse(claim.holder())).stream())
                .toList();
    }

    /** How far this process is with an import, while it copies. */
    public Optional<ImportProgress> progress(ModelVersionId id) {
        return importer.progress(id);
    }

    /**
     * The weights of a stored and available version, if they are on this machine.
     *
     * @throws IOException when the store cannot be read
     */
    public Optional<StoredObject> weights(ModelVersion version) throws IOException {
        String digest = version.digest();
        return digest == null ? Optional.empty() : store.find(digest);
    }

    /**
     * Takes up the imports that a process before this one began and did not end. Call once at start.
     *
     * @throws IOException when the notes cannot be read
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when Cassandra does not answer
     */
    public void resume() throws IOException {
        for (PendingImport one : pending.list()) {
            Optional<ModelVersion> version = table.find(one.id());
            if (version.isEmpty()) {
                names.release(one.model().text(), one.version(), one.id().text());
                pending.end(one.id());
            } else if (version.get().state() == VersionState.IMPORTING) {
                LOG.info("import {} of {} is taken up again", one.id(), one.source());
                importer.reserve();
                importer.submit(one);
            } else {
                pending.end(one.id());
            }
        }
    }

    /** Stops copying; what was not ended is taken up by the next {@link #resume()}. */
    @Override
    public void close() {
        importer.close();
    }

    private ModelVersionId claim(
            @Nullable String idempotencyKey,
            ModelId model,
            String name,
            VersionKind kind,
            String what,
            @Nullable ModelCard card) {
        return ModelVersionId.parse(IdempotencyClaims.claim(
                cql,
                IdempotencyClaims.PLATFORM,
                idempotencyKey,
                new ModelVersionId(ulids.next()).text(),
                "model_version",
                model.text(),
                name,
                kind.text(),
                card == null ? what : what + " " + card.canonical()));
    }

    /** What an earlier request with this key made, whatever became of it since. */
    private Optional<ModelVersion> before(@Nullable String idempotencyKey, ModelVersionId id) {
        return idempotencyKey == null ? Optional.empty() : table.find(id);
    }

    private Model require(ModelId id) {
        return models.find(id)
                .orElseThrow(() -> new RegistryException(new RegistryProblem.NotFound("model", id.text())));
    }

    private ModelVersion record(
            ModelVersionId id,
            Model model,
            String name,
            VersionKind kind,
            VersionState state,
            long contextTokens,
            @Nullable ModelCard stated) {
        if (!names.claim(model.id().text(), name, id.text(), this::isVacant)) {
            throw new RegistryException(new RegistryProblem.NameTaken("version", name));
        }
        ModelVersion version = new ModelVersion(
                id,
                model.id(),
                name,
                kind,
                state,
                null,
                null,
                0,
                null,
                contextTokens,
                stated == null ? ModelCard.derived(null) : stated,
                model.licence(),
                Instant.ofEpochMilli(id.ulid().epochMillis()));
        table.insert(version, stated);
        return version;
    }

    /** A name whose import failed, or whose claimer died before its row was written, is free again. */
    private boolean isVacant(NameClaim standing) {
        Optional<ModelVersion> holder = table.find(ModelVersionId.parse(standing.holder()));
        return holder.isPresent()
                ? holder.get().state() == VersionState.FAILED
                : standing.since().plus(Models.ABANDONED_AFTER).isBefore(clock.instant());
    }
}
