package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the session's keyspace to the schema of this program: each versioned file once, under a lock, its SHA-256
 * recorded. A file is never changed after it was applied anywhere; what comes later is a new file.
 */
public final class SchemaMigrations {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrations.class);

    /** A data definition waits for every node; a busy machine takes seconds. */
    private static final Duration DEFINITION_TIMEOUT = Duration.ofSeconds(20);
    /** Definitions are repeated when their fate is unknown: each says IF NOT EXISTS. */
    private static final int DEFINITION_ATTEMPTS = 3;
    /** How long the nodes may take to agree on a schema. */
    private static final Duration AGREEMENT_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration ASK_AGAIN = Duration.ofMillis(50);
    /** Whoever waits sees a dead owner's lease end, and a slow owner finish. */
    private static final Duration LOCK_PATIENCE = SchemaLock.LEASE.plusSeconds(60);

    private static final CqlStatement APPLIED = CqlStatement.read("SELECT name, sha256 FROM schema_versions");
    private static final CqlStatement RECORD =
            CqlStatement.write("INSERT INTO schema_versions (name, sha256, applied_at) VALUES (?, ?, ?)");

    private final CqlSession session;
    private final Clock clock;
    private final Cql cql;
    private final SchemaFile bootstrap = SchemaFile.load(SchemaFile.BOOTSTRAP);
    private final List<SchemaFile> files;
    private final Duration patience;

    /** The files of this program, on the session's keyspace. */
    public SchemaMigrations(CqlSession session, Clock clock) {
        this(session, clock, SchemaFile.packaged(), LOCK_PATIENCE);
    }

    /** Some of the files. */
    SchemaMigrations(CqlSession session, Clock clock, List<SchemaFile> files) {
        this(session, clock, files, LOCK_PATIENCE);
    }

    SchemaMigrations(CqlSession session, Clock clock, List<SchemaFile> files, Duration patience) {
        this.session = session;
        this.clock = clock;
        this.cql = new Cql(session, DEFINITION_TIMEOUT);
        this.files = List.copyOf(files);
        this.patience = patience;
    }

    /**
     * Applies what was not applied yet. May be called by many programs at once.
     *
     * @return names of the files applied by this call, in order
     * @throws IllegalStateException when an applied file was changed since (it is named), or the lock was not free in
     *     time, or the nodes do not agree on the schema
     * @throws StoreUnavailableException when Cassandra does not answer
     */
    public List<String> migrate() {
        TableDeclaration.of(files);
        List<String> ownTables = missingOwnTables();
        // The driver would read the whole schema back after each definition, a second apart.
        session.setSchemaMetadataEnabled(false).toCompletableFuture().join();
        try {
            ownTables.forEach(this::define);
            return applyPending();
        } finally {
            session.setSchemaMetadataEnabled(null).toCompletableFuture().join();
        }
    }

    /** Compares the live tables, columns, types and keys with what the files declare. */
    public SchemaDiff verify() {
        List<SchemaFile> all = new ArrayList<>(files);
        all.addFirst(bootstrap);
        session.refreshSchema();
        return SchemaDiff.between(TableDeclaration.of(all).values(), keyspace());
    }

    private List<String> applyPending() {
        if (pending().isEmpty()) {
            return List.of();
        }
        String owner = "process " + ProcessHandle.current().pid() + " " + UUID.randomUUID();
        try (SchemaLock lock = SchemaLock.take(cql, owner, patience)) {
            List<SchemaFile> pending = pending();
            for (SchemaFile file : pending) {
                apply(file, lock);
            }
            return pending.stream().map(SchemaFile::name).toList();
        }
    }

    private List<SchemaFile> pending() {
        Map<String, String> applied = new HashMap<>();
        for (Row row : cql.rows(APPLIED)) {
            applied.put(row.getString("name"), row.getString("sha256"));
        }
        List<SchemaFile> pending = new ArrayList<>();
        for (SchemaFile file : files) {
            String recorded = applied.get(file.name());
            if (recorded == null) {
                pending.add(file);
            } else if (!recorded.equals(file.sha256())) {
                throw new IllegalStateException("the schema file " + file.name()
                        + " was changed after it had been applied (recorded " + recorded + ", now " + file.sha256()
                        + "). This database was made by another program: run that one, or give this one a keyspace"
                        + " of its own (after ./hanok up: ./hanok down, then remove the state folder). Whoever changed"
                        + " the file: restore it and put the change in a new one");
            }
        }
        return pending;
    }

    private void apply(SchemaFile file, SchemaLock lock) {
        long startNanos = System.nanoTime();
        for (String statement : file.statements()) {
            lock.renew();
            define(statement);
        }
        cql.write(RECORD, file.name(), file.sha256(), clock.instant());
        LOG.info("schema: {} applied in {} ms", file.name(), (System.nanoTime() - startNanos) / 1_000_000);
    }

    /**
     * Before there is a lock, several programs may create these at once. A table id that follows from its name makes
     * that one table on every node; ids drawn at random would not agree.
     */
    private List<String> missingOwnTables() {
        KeyspaceMetadata keyspace = keyspace();
        List<String> missing = new ArrayList<>();
        for (String statement : bootstrap.statements()) {
            SchemaFile alone = SchemaFile.of(bootstrap.name(), statement);
            String table =
                    TableDeclaration.of(List.of(alone)).keySet().iterator().next();
            if (keyspace.getTable(CqlIdentifier.fromInternal(table)).isEmpty()) {
                String full = keyspace.getName().asInternal() + "." + table;
                UUID id = UUID.nameUUIDFromBytes(full.getBytes(StandardCharsets.UTF_8));
                missing.add(statement + " WITH ID = " + id);
            }
        }
        return missing;
    }

    private KeyspaceMetadata keyspace() {
        CqlIdentifier name = session.getKeyspace()
                .orElseThrow(() -> new IllegalStateException("the session that migrates has no keyspace"));
        return session.getMetadata()
                .getKeyspace(name)
                .orElseThrow(() -> new IllegalStateException("the keyspace " + name + " does not exist"));
    }

    private void define(String statement) {
        SimpleStatement definition = SimpleStatement.newInstance(statement)
                .setTimeout(DEFINITION_TIMEOUT)
                .setIdempotent(true);
        for (int attempt = 1; ; attempt++) {
            try {
                ResultSet result = session.execute(definition);
                if (!result.getExecutionInfo().isSchemaInAgreement()) {
                    awaitAgreement();
                }
                return;
            } catch (QueryValidationException e) {
                throw new IllegalStateException(
                        "the schema cannot be changed: " + e.getMessage() + ": " + statement, e);
            } catch (DriverTimeoutException e) {
                if (attempt == DEFINITION_ATTEMPTS) {
                    throw new StoreUnavailableException("Cassandra did not answer a data definition", e);
                }
            } catch (DriverException e) {
                throw new StoreUnavailableException("Cassandra did not take a data definition", e);
            }
        }
    }

    private void awaitAgreement() {
        long deadline = System.nanoTime() + AGREEMENT_TIMEOUT.toNanos();
        while (!session.checkSchemaAgreement()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the nodes of Cassandra do not agree on the schema after "
                        + AGREEMENT_TIMEOUT.toSeconds() + " s; see `nodetool describecluster`");
            }
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
        }
    }
}
