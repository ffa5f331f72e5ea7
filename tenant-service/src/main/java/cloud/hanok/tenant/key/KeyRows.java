package cloud.hanok.tenant.key;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ServiceAccountId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of keys is written once, by their making and their revocation: in the tenant's keyspace, found by an index. */
final class KeyRows {
    /** In the place of a project, for keys of the tenant itself. */
    private static final String NO_PROJECT = "";

    private static final String COLUMNS =
            "tenant, project, key, role, name, pepper_version, secret_hmac, created_at, revoked_at,"
                    + " service_account";
    private static final CqlStatement INSERT_INDEX =
            CqlStatement.write("INSERT INTO api_key_index (key, tenant, project) VALUES (?, ?, ?)");
    private static final CqlStatement INDEX =
            CqlStatement.read("SELECT tenant, project FROM api_key_index WHERE key = ?");
    private static final CqlStatement INSERT = CqlStatement.decision("INSERT INTO api_keys"
            + " (tenant, project, key, role, name, pepper_version, secret_hmac, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS");
    private static final CqlStatement INSERT_OF_ACCOUNT = CqlStatement.decision("INSERT INTO api_keys"
            + " (tenant, project, key, role, name, pepper_version, secret_hmac, created_at, service_account)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS");
    private static final CqlStatement SELECT =
            CqlStatement.read("SELECT " + COLUMNS + " FROM api_keys WHERE tenant = ? AND project = ? AND key = ?");
    private static final CqlStatement SELECT_DECIDED = CqlStatement.serialRead(
            "SELECT " + COLUMNS + " FROM api_keys WHERE tenant = ? AND project = ? AND key = ?");
    private static final CqlStatement LIST = CqlStatement.read(
            "SELECT " + COLUMNS + " FROM api_keys WHERE tenant = ? AND project = ? AND key > ? LIMIT ?");
    private static final CqlStatement LIST_TENANT =
            CqlStatement.read("SELECT " + COLUMNS + " FROM api_keys WHERE tenant = ?");
    private static final CqlStatement REVOKE =
            CqlStatement.write("UPDATE api_keys SET revoked_at = ? WHERE tenant = ? AND project = ? AND key = ?");

    private final Keyspaces keyspaces;

    KeyRows(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /**
     * A key as its making wrote it, without what was set since.
     *
     * @param key with the name it was made with and no limits
     */
    record Made(ApiKey key, int pepperVersion, byte[] hmac) {
        @Override
        public String toString() {
            return "Made[" + key.id() + "]";
        }
    }

    /**
     * Stores a new key. The index first: an index without a row is nobody, a row without an index would be a key in a
     * list that never works.
     *
     * @return false when the id has a key already
     */
    boolean insert(Made made) {
        ApiKey key = made.key();
        String project = text(key.project());
        keyspaces.platform().write(INSERT_INDEX, key.id().text(), key.tenant().text(), project);
        List<Object> values = new ArrayList<>(List.of(
                key.tenant().text(),
                project,
                key.id().text(),
                key.role().name(),
                key.name(),
                made.pepperVersion(),
                ByteBuffer.wrap(made.hmac()),
                key.createdAt()));
        ServiceAccountId account = key.account();
        if (account != null) {
            values.add(account.text());
        }
        DecisionOutcome outcome =
                keyspaces.of(key.tenant()).decide(account == null ? INSERT : INSERT_OF_ACCOUNT, values.toArray());
        return switch (outcome) {
            case DecisionOutcome.Applied() -> true;
            case DecisionOutcome.Refused(var current) -> false;
            case DecisionOutcome.Unknown(var cause) -> {
                Optional<Made> there = select(SELECT_DECIDED, key.tenant(), project, key.id());
                if (there.isEmpty()) {
                    throw new StoreUnavailableException("Cassandra did not store a key in time", cause);
                }
                yield MessageDigest.isEqual(there.get().hmac(), made.hmac());
            }
        };
    }

    /** The key of this id, whosever it is: for whoever presents it. */
    Optional<Made> find(KeyId id) {
        return keyspaces
                .platform()
                .row(INDEX, id.text())
                .flatMap(row -> select(
                        SELECT,
                        TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                        Objects.requireNonNull(row.getString("project")),
                        id));
    }

    /** The same of this tenant alone. */
    Optional<Made> find(TenantId tenant, @Nullable ProjectId project, KeyId id) {
        return select(SELECT, tenant, text(project), id);
    }

    /** The key of a tenant, decided or not at this moment. */
    Optional<Made> findDecided(TenantId tenant, @Nullable ProjectId project, KeyId id) {
        return select(SELECT_DECIDED, tenant, text(project), id);
    }

    List<Made> list(TenantId tenant, @Nullable ProjectId project, String after, int limit) {
        List<Made> keys = new ArrayList<>();
        for (Row row : keyspaces.of(tenant).rows(LIST, tenant.text(), text(project), after, limit)) {
            made(row).ifPresent(keys::add);
        }
        return keys;
    }

    /** All keys of a tenant, one after the other. */
    Iterable<Row> stream(TenantId tenant) {
        return keyspaces.of(tenant).stream(LIST_TENANT, tenant.text());
    }

    void revoke(ApiKey key, Instant at) {
        keyspaces
                .of(key.tenant())
                .write(
                        REVOKE,
                        at,
                        key.tenant().text(),
                        text(key.project()),
                        key.id().text());
    }

    /** As the rows of a key name its project. */
    static String text(@Nullable ProjectId project) {
        return project == null ? NO_PROJECT : project.text();
    }

    /**
     * What another table has of keys, by their ids.
     *
     * @param statement reads its rows of one tenant and project from one id to another, both included
     * @param keys in order of ids and all of one project
     */
    static Map<String, Row> besides(Keyspaces keyspaces, CqlStatement statement, List<ApiKey> keys) {
        Map<String, Row> rows = new HashMap<>();
        if (keys.isEmpty()) {
            return rows;
        }
        ApiKey first = keys.getFirst();
        String from = first.id().text();
        String to = keys.getLast().id().text();
        for (Row row :
                keyspaces.of(first.tenant()).rows(statement, first.tenant().text(), text(first.project()), from, to)) {
            rows.put(Objects.requireNonNull(row.getString("key")), row);
        }
        return rows;
    }

    private Optional<Made> select(CqlStatement statement, TenantId tenant, String project, KeyId id) {
        return keyspaces
                .of(tenant)
                .row(statement, tenant.text(), project, id.text())
                .flatMap(KeyRows::made);
    }

    /** Empty when the row has nothing but a revocation: that one came without a key. */
    static Optional<Made> made(Row row) {
        ByteBuffer hmac = row.getByteBuffer("secret_hmac");
        String role = row.getString("role");
        if (hmac == null || role == null) {
            return Optional.empty();
        }
        byte[] bytes = Blobs.bytes(hmac);
        String project = Objects.requireNonNull(row.getString("project"));
        String account = row.getString("service_account");
        ApiKey key = new ApiKey(
                KeyId.parse(Objects.requireNonNull(row.getString("key"))),
                TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                project.equals(NO_PROJECT) ? null : ProjectId.parse(project),
                account == null ? null : ServiceAccountId.parse(account),
                KeyRole.valueOf(role),
                KeySettings.named(Objects.requireNonNull(row.getString("name"))),
                Objects.requireNonNull(row.getInstant("created_at")),
                row.getInstant("revoked_at"),
                null,
                null,
                null);
        return Optional.of(new Made(key, row.getInt("pepper_version"), bytes));
    }
}
