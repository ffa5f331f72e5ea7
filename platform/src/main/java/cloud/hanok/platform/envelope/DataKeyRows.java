package cloud.hanok.platform.envelope;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Wrapped data keys, and which transit keys were destroyed. A wrapped key is written by lightweight transactions only:
 * of many processes that make one at once, all use the same.
 */
final class DataKeyRows {
    /** One for a month and version of the transit key: this is a hundred years of them. */
    static final int MOST_KEYS = 10_000;

    private static final int ATTEMPTS = 3;
    private static final CqlStatement INSERT = CqlStatement.decision(
            "INSERT INTO data_keys (tenant, data_class, key_id, wrapped) VALUES (?, ?, ?, ?) IF NOT EXISTS");
    private static final CqlStatement REWRAP = CqlStatement.decision(
            "UPDATE data_keys SET wrapped = ? WHERE tenant = ? AND data_class = ? AND key_id = ? IF wrapped = ?");
    private static final CqlStatement REMOVE =
            CqlStatement.decision("DELETE FROM data_keys WHERE tenant = ? AND data_class = ? AND key_id = ? IF EXISTS");
    private static final CqlStatement FIND =
            CqlStatement.read("SELECT wrapped FROM data_keys WHERE tenant = ? AND data_class = ? AND key_id = ?");
    private static final CqlStatement DECIDED =
            CqlStatement.serialRead("SELECT wrapped FROM data_keys WHERE tenant = ? AND data_class = ? AND key_id = ?");
    private static final CqlStatement LIST = CqlStatement.serialRead(
            "SELECT key_id, wrapped FROM data_keys WHERE tenant = ? AND data_class = ? LIMIT " + MOST_KEYS);
    private static final CqlStatement DESTROYED =
            CqlStatement.read("SELECT destroyed_at FROM destroyed_keys WHERE tenant = ? AND data_class = ?");
    private static final CqlStatement DESTROY =
            CqlStatement.write("INSERT INTO destroyed_keys (tenant, data_class, destroyed_at) VALUES (?, ?, ?)");

    private final Keyspaces keyspaces;

    DataKeyRows(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** A data key's id and its wrapped form. */
    record WrappedKey(String id, String wrapped) {}

    Optional<String> find(DataKeyName name) {
        return keyspaces
                .of(name.tenant())
                .row(FIND, name.tenant().text(), name.dataClass().name(), name.id())
                .map(DataKeyRows::wrapped);
    }

    /**
     * Stores a wrapped key unless there is one.
     *
     * @return the one that stands
     * @throws StoreUnavailableException when it could not be decided
     */
    String insert(DataKeyName name, String wrapped) {
        String tenant = name.tenant().text();
        String dataClass = name.dataClass().name();
        for (int attempt = 1; ; attempt++) {
            DecisionOutcome outcome = keyspaces.of(name.tenant()).decide(INSERT, tenant, dataClass, name.id(), wrapped);
            switch (outcome) {
                case DecisionOutcome.Applied _ -> {
                    return wrapped;
                }
                case DecisionOutcome.Refused refused -> {
                    return wrapped(refused.current());
                }
                case DecisionOutcome.Unknown unknown -> {
                    Optional<String> standing = decided(name);
                    if (standing.isPresent()) {
                        return standing.get();
                    }
                    if (attempt == ATTEMPTS) {
                        throw undecided(unknown);
                    }
                }
            }
        }
    }

    /** Replaces a wrapped form by another of the same key, unless somebody was faster. Whether it stands now. */
    boolean replace(DataKeyName name, String from, String to) {
        DecisionOutcome outcome = keyspaces
                .of(name.tenant())
                .decide(REWRAP, to, name.tenant().text(), name.dataClass().name(), name.id(), from);
        return switch (outcome) {
            case DecisionOutcome.Applied _ -> true;
            case DecisionOutcome.Refused _ -> false;
            case DecisionOutcome.Unknown _ -> decided(name).equals(Optional.of(to));
        };
    }

    /** All keys of a class, every decision before being seen. */
    List<WrappedKey> list(TenantId tenant, DataClass dataClass) {
        List<WrappedKey> keys = new ArrayList<>();
        for (Row row : keyspaces.of(tenant).rows(LIST, tenant.text(), dataClass.name())) {
            keys.add(new WrappedKey(Objects.requireNonNull(row.getString("key_id")), wrapped(row)));
        }
        return keys;
    }

    /** Removes a key that sealed nothing. */
    void remove(DataKeyName name) {
        DecisionOutcome outcome = keyspaces
                .of(name.tenant())
                .decide(REMOVE, name.tenant().text(), name.dataClass().name(), name.id());
        if (outcome instanceof DecisionOutcome.Unknown unknown && decided(name).isPresent()) {
            throw undecided(unknown);
        }
    }

    Optional<Instant> destroyedAt(TenantId tenant, DataClass dataClass) {
        return keyspaces
                .of(tenant)
                .row(DESTROYED, tenant.text(), dataClass.name())
                .map(row -> Objects.requireNonNull(row.getInstant("destroyed_at")));
    }

    /** Notes for good that a key is destroyed; the first note stands. */
    void noteDestroyed(TenantId tenant, DataClass dataClass, Instant at) {
        if (destroyedAt(tenant, dataClass).isEmpty()) {
            keyspaces.of(tenant).write(DESTROY, tenant.text(), dataClass.name(), at);
        }
    }

    private Optional<String> decided(DataKeyName name) {
        return keyspaces
                .of(name.tenant())
                .row(DECIDED, name.tenant().text(), name.dataClass().name(), name.id())
                .map(DataKeyRows::wrapped);
    }

    private static StoreUnavailableException undecided(DecisionOutcome.Unknown unknown) {
        return new StoreUnavailableException("Cassandra did not decide about a data key", unknown.cause());
    }

    private static String wrapped(Row row) {
        return Objects.requireNonNull(row.getString("wrapped"), "a data key without its wrapped form");
    }
}
