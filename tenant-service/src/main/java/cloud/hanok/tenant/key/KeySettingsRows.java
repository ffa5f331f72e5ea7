package cloud.hanok.tenant.key;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of keys may change. */
final class KeySettingsRows {
    private static final String COLUMNS = "key, name, expires_at, models, endpoints, access, allowed_ips, labels,"
            + " written_at, WRITETIME(written_at) AS write_micros, replaced_by, ends_at";
    private static final CqlStatement INSERT = CqlStatement.write("INSERT INTO api_key_settings (tenant, project, key,"
            + " name, expires_at, models, endpoints, access, allowed_ips, labels, written_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    private static final CqlStatement REPLACE = CqlStatement.write(
            "UPDATE api_key_settings SET replaced_by = ?, ends_at = ? WHERE tenant = ? AND project = ? AND key = ?");
    private static final CqlStatement SELECT = CqlStatement.read(
            "SELECT " + COLUMNS + " FROM api_key_settings WHERE tenant = ? AND project = ? AND key = ?");
    private static final CqlStatement LIST = CqlStatement.read(
            "SELECT " + COLUMNS + " FROM api_key_settings WHERE tenant = ? AND project = ? AND key >= ? AND key <= ?");

    private static final CqlStatement LABELS =
            CqlStatement.read("SELECT key, labels FROM api_key_settings WHERE tenant = ?");

    private final Keyspaces keyspaces;

    KeySettingsRows(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** The settings of a key that is about to be made: before it is, so that it never lives without them. */
    void writeFirst(ApiKey key, Instant now) {
        write(key, now, micros(now));
    }

    /** Other settings, later than those there are, whatever the clock of whoever wrote those. */
    void write(ApiKey key, Instant now) {
        long before = row(key).map(KeySettingsRows::writeMicros).orElse(0L);
        write(key, now, Math.max(micros(now), before + 1));
    }

    /** A rotation's outcome. */
    void replace(ApiKey key, ApiKey.Replacement by) {
        keyspaces
                .of(key.tenant())
                .write(
                        REPLACE,
                        by.key().text(),
                        by.endsAt(),
                        key.tenant().text(),
                        KeyRows.text(key.project()),
                        key.id().text());
    }

    /** The key with what was set since its making. */
    ApiKey read(ApiKey made) {
        return row(made).map(row -> merged(made, row)).orElse(made);
    }

    /** The keys, in order of ids and all of one project, with what was set since their making. */
    List<ApiKey> read(List<ApiKey> made) {
        Map<String, Row> rows = KeyRows.besides(keyspaces, LIST, made);
        List<ApiKey> keys = new ArrayList<>(made.size());
        for (ApiKey key : made) {
            Row row = rows.get(key.id().text());
            keys.add(row == null ? key : merged(key, row));
        }
        return keys;
    }

    /** The labels of a tenant's keys that have any, revoked ones among them. */
    Map<KeyId, Map<String, String>> labels(TenantId tenant) {
        Map<KeyId, Map<String, String>> labels = new HashMap<>();
        for (Row row : keyspaces.of(tenant).stream(LABELS, tenant.text())) {
            Map<String, String> ofKey = labels(row.getMap("labels", String.class, String.class));
            if (!ofKey.isEmpty()) {
                labels.put(KeyId.parse(Objects.requireNonNull(row.getString("key"))), ofKey);
            }
        }
        return labels;
    }

    private Optional<Row> row(ApiKey key) {
        return keyspaces
                .of(key.tenant())
                .row(
                        SELECT,
                        key.tenant().text(),
                        KeyRows.text(key.project()),
                        key.id().text());
    }

    private void write(ApiKey key, Instant now, long writeMicros) {
        KeySettings settings = key.settings();
        Set<String> endpoints =
                settings.scopes().endpoints().stream().map(KeyEndpoint::name).collect(Collectors.toSet());
        keyspaces
                .of(key.tenant())
                .write(
                        INSERT,
                        key.tenant().text(),
                        KeyRows.text(key.project()),
                        key.id().text(),
                        settings.name(),
                        settings.expiresAt(),
                        new TreeSet<>(settings.scopes().models()),
                        endpoints,
                        settings.scopes().access().name(),
                        settings.allowedIps().stream().map(IpRange::text).toList(),
                        settings.labels(),
                        now,
                        writeMicros);
    }

    private static ApiKey merged(ApiKey made, Row row) {
        ApiKey key = row.isNull("written_at") ? made : made.with(settings(row));
        String replacedBy = row.getString("replaced_by");
        Instant endsAt = row.getInstant("ends_at");
        return replacedBy == null || endsAt == null
                ? key
                : key.replaced(new ApiKey.Replacement(KeyId.parse(replacedBy), endsAt));
    }

    private static KeySettings settings(Row row) {
        return new KeySettings(
                Objects.requireNonNull(row.getString("name")),
                row.getInstant("expires_at"),
                new KeyScopes(
                        given(row.getSet("models", String.class)),
                        given(row.getSet("endpoints", String.class)).stream()
                                .map(KeyEndpoint::valueOf)
                                .collect(Collectors.toSet()),
                        KeyAccess.valueOf(Objects.requireNonNull(row.getString("access")))),
                ranges(row.getList("allowed_ips", String.class)),
                labels(row.getMap("labels", String.class, String.class)));
    }

    /** An entry that cannot be read must not open what it was to close. */
    private static List<IpRange> ranges(@Nullable List<String> texts) {
        List<IpRange> ranges = new ArrayList<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            IpRange range = IpRange.parse(text);
            if (range == null) {
                throw new IllegalStateException("an allowed range of a key is damaged: " + text);
            }
            ranges.add(range);
        }
        return ranges;
    }

    private static Set<String> given(@Nullable Set<String> texts) {
        return texts == null ? Set.of() : texts;
    }

    private static Map<String, String> labels(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    private static long writeMicros(Row row) {
        return row.isNull("write_micros") ? 0 : row.getLong("write_micros");
    }

    private static long micros(Instant at) {
        return Math.multiplyExact(at.toEpochMilli(), 1000L);
    }
}
