package cloud.hanok.tenant.operator;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.DisplayName;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The people who run the platform, besides the operator's own client, which none of them can lock out. Blocks.
 *
 * <p>Every method throws {@link StoreUnavailableException} when Cassandra does not answer.
 */
public final class Operators {
    /** Of one installation: they are read together. */
    public static final int MAX_OPERATORS = 200;

    private static final String ALL = "all";
    private static final String NONE = "NONE";

    /** As Keycloak makes them. */
    private static final Pattern SUBJECT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** A decision that another overtook is made again on what is there then. */
    private static final int MAX_ATTEMPTS = 10;

    private static final CqlStatement SET =
            CqlStatement.decision("UPDATE operators SET role = ?, name = ?, changed_by = ?, changed_at = ?"
                    + " WHERE list = ? AND subject = ? IF changed_at = ?");
    private static final CqlStatement CHANGED_AT =
            CqlStatement.serialRead("SELECT changed_at FROM operators WHERE list = ? AND subject = ?");
    private static final CqlStatement LIST =
            CqlStatement.read("SELECT subject, role, name, changed_by, changed_at FROM operators WHERE list = ?");

    private final Keyspaces keyspaces;
    private final ChangeLog changes;
    private final Clock clock;

    public Operators(Keyspaces keyspaces, ChangeLog changes, Clock clock) {
        this.keyspaces = keyspaces;
        this.changes = changes;
        this.clock = clock;
    }

    /** All of them, by subject. */
    public List<Operator> list() {
        return keyspaces.platform().rows(LIST, ALL).stream()
                .filter(row -> !NONE.equals(row.getString("role")))
                .map(Operators::operator)
                .toList();
    }

    /** The one of this subject. */
    public Optional<Operator> find(String subject) {
        return list().stream()
                .filter(operator -> operator.subject().equals(subject))
                .findFirst();
    }

    /**
     * Makes a person an operator, or another one; may be repeated.
     *
     * @param subject the person, as tokens of the shared realm name them
     * @param name what to call them in lists
     * @param by who names them
     * @throws TenantProblemException no subject, no name, too many
     */
    public Operator set(String subject, OperatorRole role, String name, String by) {
        if (!SUBJECT.matcher(subject).matches()) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "subject",
                    "'subject' must be a user's id in Keycloak: 8-4-4-4-12 hexadecimal digits.",
                    "'subject'는 Keycloak 사용자 ID(8-4-4-4-12 자리 16진수)여야 합니다."));
        }
        String called = DisplayName.of("name", name);
        List<Operator> present = list();
        if (present.size() >= MAX_OPERATORS
                && present.stream().noneMatch(each -> each.subject().equals(subject))) {
            throw new TenantProblemException(
                    new TenantProblem.TooMany(TenantProblem.TooMany.Kind.OPERATORS, MAX_OPERATORS));
        }
        Operator operator =
                new Operator(subject, role, called, by, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        write(operator, role.name());
        return operator;
    }

    /**
     * Makes a person no operator any more.
     *
     * @param by who ends it
     */
    public void remove(Operator operator, String by) {
        write(
                new Operator(
                        operator.subject(),
                        operator.role(),
                        operator.name(),
                        by,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                NONE);
    }

    /** Decided by Cassandra, and not by whose clock is ahead: whoever is removed stays so. */
    private void write(Operator operator, String role) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Instant before = keyspaces
                    .platform()
                    .row(CHANGED_AT, ALL, operator.subject())
                    .map(row -> row.getInstant("changed_at"))
                    .orElse(null);
            DecisionOutcome outcome = keyspaces
                    .platform()
                    .decide(
                            SET,
                            role,
                            operator.name(),
                            operator.changedBy(),
                            operator.changedAt(),
                            ALL,
                            operator.subject(),
                            before);
            if (outcome instanceof DecisionOutcome.Applied) {
                changes.publish(new Change(ChangeKind.OPERATORS, ALL));
                return;
            }
        }
        throw new StoreUnavailableException(
                "who " + operator.subject() + " is was not decided in time", new IllegalStateException("contended"));
    }

    private static Operator operator(Row row) {
        return new Operator(
                Objects.requireNonNull(row.getString("subject")),
                OperatorRole.valueOf(Objects.requireNonNull(row.getString("role"))),
                Objects.requireNonNull(row.getString("name")),
                Objects.requireNonNull(row.getString("changed_by")),
                Objects.requireNonNull(row.getInstant("changed_at")));
    }
}
