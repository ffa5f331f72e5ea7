package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.NoteKey;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Which log is whose. What it says of a log never changes, so it is read once. */
final class LogDirectory {
    private static final CqlStatement FIND =
            CqlStatement.serialRead("SELECT log_id, origin, signing_key, vkey FROM logs WHERE tenant = ?");
    private static final CqlStatement RESERVE = CqlStatement.decision(
            "INSERT INTO logs (tenant, log_id, origin, signing_key) VALUES (?, ?, ?, ?) IF NOT EXISTS");
    private static final CqlStatement COMPLETE = CqlStatement.write("UPDATE logs SET vkey = ? WHERE tenant = ?");
    private static final CqlStatement HIDE = CqlStatement.write("DELETE vkey FROM logs WHERE tenant = ?");
    private static final CqlStatement REMOVE = CqlStatement.decision("DELETE FROM logs WHERE tenant = ? IF EXISTS");
    private static final CqlStatement FORGET_TENANT = CqlStatement.write("DELETE FROM log_tenants WHERE log_id = ?");
    private static final CqlStatement NAME_TENANT =
            CqlStatement.write("INSERT INTO log_tenants (log_id, tenant) VALUES (?, ?)");
    private static final CqlStatement FIND_TENANT =
            CqlStatement.read("SELECT tenant FROM log_tenants WHERE log_id = ?");

    private static final int LOG_ID_BYTES = 16;
    /** Logs kept in memory; beyond it they are read again, which costs a read. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Keyspaces keyspaces;
    private final CheckpointSigner signer;
    private final LogHeads heads;
    private final LogTiles tiles;
    private final String originHost;
    private final RandomGenerator random;
    private final Map<TenantId, KnownLog> logs = new ConcurrentHashMap<>();
    private final Map<String, TenantId> tenants = new ConcurrentHashMap<>();

    LogDirectory(
            Keyspaces keyspaces,
            CheckpointSigner signer,
            LogHeads heads,
            LogTiles tiles,
            String originHost,
            RandomGenerator random) {
        this.keyspaces = keyspaces;
        this.signer = signer;
        this.heads = heads;
        this.tiles = tiles;
        this.originHost = originHost;
        this.random = random;
    }

    /**
     * A log with what its sequencer needs.
     *
     * @param identity as others see it
     * @param signingKey name of its key
     */
    record KnownLog(LogIdentity identity, String signingKey) {
        NoteKey noteKey() {
            return NoteKey.parse(identity.vkey());
        }
    }

    /** Makes the tenant's log; every step may be repeated, and the last one makes it visible. */
    LogIdentity create(TenantId tenant, CheckpointPublisher publisher) {
        Optional<KnownLog> existing = find(tenant);
        if (existing.isPresent()) {
            return existing.get().identity();
        }
        Row row = reserve(tenant);
        String logId = row.getString("log_id");
        String origin = row.getString("origin");
        String signingKey = row.getString("signing_key");
        if (logId == null || origin == null || signingKey == null) {
            throw new IllegalStateException("the row of the log of " + tenant + " is not whole");
        }
        signer.createKey(tenant, signingKey);
        NoteKey key = new NoteKey(origin, signer.publicKey(tenant, signingKey));
        KnownLog log = new KnownLog(new LogIdentity(logId, origin, key.vkey()), signingKey);
        heads.create(tenant);
        if (tiles.checkpoint(tenant).isEmpty()) {
            publisher.publishEmpty(tenant, log);
        }
        keyspaces.platform().write(NAME_TENANT, logId, tenant.text());
        keyspaces.of(tenant).write(COMPLETE, key.vkey(), tenant.text());
        return log.identity();
    }

    /** Removes a log that has no leaf, with its key; may be repeated, and does nothing when there is none. */
    void remove(TenantId tenant) {
        Optional<Row> row = read(tenant);
        if (row.isEmpty()) {
            return;
        }
        if (!heads.remove(tenant)) {
            throw new IllegalStateException("the log of " + tenant + " has leaves: it stays");
        }
        logs.remove(tenant);
        keyspaces.of(tenant).write(HIDE, tenant.text());
        tiles.removeCheckpoint(tenant);
        String logId = row.get().getString("log_id");
        String signingKey = row.get().getString("signing_key");
        if (logId != null) {
            tenants.remove(logId);
            keyspaces.platform().write(FORGET_TENANT, logId);
        }
        if (signingKey != null) {
            signer.deleteKey(tenant, signingKey);
        }
        if (keyspaces.of(tenant).decide(REMOVE, tenant.text()) instanceof DecisionOutcome.Unknown(var cause)) {
            throw new StoreUnavailableException("Cassandra did not say whether it removed a log", cause);
        }
    }

    Optional<KnownLog> find(TenantId tenant) {
        KnownLog known = logs.get(tenant);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<KnownLog> found = read(tenant).flatMap(LogDirectory::complete);
        if (found.isPresent() && logs.size() < MOST_REMEMBERED) {
            logs.put(tenant, found.get());
        }
        return found;
    }

    Optional<TenantId> tenantOf(String logId) {
        TenantId known = tenants.get(logId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<TenantId> found = keyspaces
                .platform()
                .row(FIND_TENANT, logId)
                .map(row -> row.getString("tenant"))
                .map(TenantId::parse);
        if (found.isPresent() && tenants.size() < MOST_REMEMBERED) {
            tenants.put(logId, found.get());
        }
        return found;
    }

    private Row reserve(TenantId tenant) {
        Cql cql = keyspaces.of(tenant);
        byte[] id = new byte[LOG_ID_BYTES];
        random.nextBytes(id);
        String logId = HexFormat.of().formatHex(id);
        DecisionOutcome outcome =
                cql.decide(RESERVE, tenant.text(), logId, originHost + "/log/" + logId, "log-" + logId);
        return switch (outcome) {
            case DecisionOutcome.Refused refused -> refused.current();
            case DecisionOutcome.Applied applied -> reserved(tenant);
            case DecisionOutcome.Unknown unknown ->
                read(tenant)
                        .orElseThrow(() -> new StoreUnavailableException(
                                "Cassandra did not say whether it made the log", unknown.cause()));
        };
    }

    private Row reserved(TenantId tenant) {
        return read(tenant)
                .orElseThrow(() -> new IllegalStateException("the log of " + tenant + " was made and is gone"));
    }

    private Optional<Row> read(TenantId tenant) {
        return keyspaces.of(tenant).row(FIND, tenant.text());
    }

    private static Optional<KnownLog> complete(Row row) {
        String logId = row.getString("log_id");
        String origin = row.getString("origin");
        String signingKey = row.getString("signing_key");
        String vkey = row.getString("vkey");
        return logId == null || origin == null || signingKey == null || vkey == null
                ? Optional.empty()
                : Optional.of(new KnownLog(new LogIdentity(logId, origin, vkey), signingKey));
    }
}
