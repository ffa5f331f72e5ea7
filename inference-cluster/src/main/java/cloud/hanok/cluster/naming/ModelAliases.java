package cloud.hanok.cluster.naming;

import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.problem.ClusterProblem;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Aliases as they were set. An owner is a tenant, or null for the pool that tenants share. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not answer.
 */
public final class ModelAliases {
    /** Aliases of one owner: they are read as one value. */
    public static final int MAX_ALIASES = 200;

    /** Each is one more engine that a request may have to try. */
    public static final int MAX_TARGETS = 5;

    private static final String SHARED = "shared";

    /** As long as a request's {@code model} may be; what other clouds call their models is allowed. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,95}");

    private static final Statements OF_TENANT = new Statements("model_aliases", "tenant");
    private static final Statements OFFERED = new Statements("offered_aliases", "list");

    private final Keyspaces keyspaces;
    private final ChangeLog changes;
    private final Clock clock;

    public ModelAliases(Keyspaces keyspaces, ChangeLog changes, Clock clock) {
        this.keyspaces = keyspaces;
        this.changes = changes;
        this.clock = clock;
    }

    /** All of an owner's. */
    public AliasSet find(@Nullable TenantId owner) {
        List<ModelAlias> aliases = new ArrayList<>();
        for (Row row : of(owner).stream(statements(owner).select, key(owner))) {
            List<String> targets = row.getList("targets", String.class);
            if (targets != null && !targets.isEmpty()) {
                aliases.add(new ModelAlias(
                        Objects.requireNonNull(row.getString("name")),
                        targets,
                        Objects.requireNonNullElse(row.getInstant("changed_at"), Instant.EPOCH)));
            }
        }
        return aliases.isEmpty() ? AliasSet.EMPTY : new AliasSet(aliases);
    }

    /** One of an owner's. */
    public Optional<ModelAlias> find(@Nullable TenantId owner, String name) {
        return find(owner).find(name);
    }

    /**
     * Makes a name stand for others; heard by every gateway within five seconds.
     *
     * @throws ClusterException when a name will not do, or there are too many
     */
    public ModelAlias set(@Nullable TenantId owner, String name, List<String> targets) {
        check(name, targets);
        AliasSet present = find(owner);
        if (present.size() >= MAX_ALIASES && present.find(name).isEmpty()) {
            throw invalid(
                    "name",
                    "별칭은 최대 " + MAX_ALIASES + "개입니다. 먼저 일부를 삭제하십시오.",
                    "there can be " + MAX_ALIASES + " aliases. Delete some first.");
        }
        ModelAlias alias = new ModelAlias(name, targets, now());
        write(owner, alias.name(), alias.targets(), alias.changedAt());
        return alias;
    }

    /** Makes it stand for nothing. */
    public void delete(@Nullable TenantId owner, String name) {
        write(owner, name, List.of(), now());
    }

    private void write(@Nullable TenantId owner, String name, List<String> targets, Instant at) {
        of(owner).write(statements(owner).insert, key(owner), name, targets, at);
        changes.publish(new Change(ChangeKind.MODEL_ALIASES, key(owner)));
    }

    /** What names an owner in a change. */
    static String key(@Nullable TenantId owner) {
        return owner == null ? SHARED : owner.text();
    }

    private static void check(String name, List<String> targets) {
        checkName("name", name);
        if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
            throw invalid("targets", "1개 이상 " + MAX_TARGETS + "개 이하여야 합니다.", "1 to " + MAX_TARGETS + " were expected.");
        }
        for (int i = 0; i < targets.size(); i++) {
            checkName("targets[" + i + "]", targets.get(i));
        }
        if (new HashSet<>(targets).size() < targets.size()) {
            throw invalid("targets", "같은 이름이 두 번 있습니다.", "a name is there twice.");
        }
    }

    private static void checkName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    field,
                    "영문자, 숫자, '.', '_', ':', '/', '@', '-'만 쓸 수 있고 영문자나 숫자로 시작하며 96자 이하여야 합니다.",
                    "letters, digits and . _ : / @ - only, starting with a letter or digit, at most 96.");
        }
    }

    private static ClusterException invalid(String field, String korean, String english) {
        return new ClusterException(new ClusterProblem.InvalidField(field, korean, english));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Cql of(@Nullable TenantId owner) {
        return owner == null ? keyspaces.platform() : keyspaces.of(owner);
    }

    private static Statements statements(@Nullable TenantId owner) {
        return owner == null ? OFFERED : OF_TENANT;
    }

    /** The same of two tables. */
    private static final class Statements {
        private final CqlStatement select;
        private final CqlStatement insert;

        Statements(String table, String key) {
            select = CqlStatement.read("SELECT name, targets, changed_at FROM " + table + " WHERE " + key + " = ?");
            insert = CqlStatement.write(
                    "INSERT INTO " + table + " (" + key + ", name, targets, changed_at) VALUES (?, ?, ?, ?)");
        }
    }
}
