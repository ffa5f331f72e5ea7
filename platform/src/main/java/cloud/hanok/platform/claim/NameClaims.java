package cloud.hanok.platform.claim;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The claims of one table {@code (scope text, name text, holder text, since timestamp, PRIMARY KEY ((scope), name))}.
 * Every write of it is a lightweight transaction, so none is lost to a clock that is behind.
 *
 * <p>Claim first, then write what the name stands for: a crash in between leaves a claim whose holder does not exist,
 * which {@link #take} hands to the next one.
 */
public final class NameClaims {
    /** One partition is read as a whole; beyond this a scope is no list for people any more. */
    public static final int MAX_LISTED = 10_000;
    /** A decision without an answer is looked up and, if it was not made, tried again this often. */
    private static final int ATTEMPTS = 3;

    private final Cql cql;
    private final Clock clock;
    private final CqlStatement insert;
    private final CqlStatement move;
    private final CqlStatement delete;
    private final CqlStatement find;
    private final CqlStatement list;

    /**
     * @param table of claims, named by the room that has it
     * @throws IllegalArgumentException when the table's name is none
     */
    public NameClaims(Cql cql, String table, Clock clock) {
        if (!table.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException("no name of a table: " + table);
        }
        this.cql = cql;
        this.clock = clock;
        insert = CqlStatement.decision(
                "INSERT INTO " + table + " (scope, name, holder, since) VALUES (?, ?, ?, ?) IF NOT EXISTS");
        move = CqlStatement.decision(
                "UPDATE " + table + " SET holder = ?, since = ? WHERE scope = ? AND name = ? IF holder = ?");
        delete = CqlStatement.decision("DELETE FROM " + table + " WHERE scope = ? AND name = ? IF holder = ?");
        find = CqlStatement.serialRead("SELECT name, holder, since FROM " + table + " WHERE scope = ? AND name = ?");
        list = CqlStatement.read("SELECT name, holder, since FROM " + table + " WHERE scope = ? LIMIT " + MAX_LISTED);
    }

    /**
     * Claims a name.
     *
     * @return the claim as it stands: the caller has the name when it is the holder
     * @throws StoreUnavailableException when it could not be decided
     */
    public NameClaim claim(String scope, String name, String holder) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<NameClaim> standing = decided(insert, scope, name, holder, scope, name, holder, clock.instant());
            if (standing.isPresent()) {
                return standing.get();
            }
        }
        throw new StoreUnavailableException(
                "the name " + name + " came and went while it was claimed", new IllegalStateException("contended"));
    }

    /**
     * Claims a name, if need be from a holder that is none.
     *
     * @param vacant whether nothing stands behind a claim any more; asked only when another has the name
     * @return whether the caller has the name
     * @throws StoreUnavailableException when it could not be decided
     */
    public boolean claim(String scope, String name, String holder, Predicate<NameClaim> vacant) {
        NameClaim standing = claim(scope, name, holder);
        return standing.holder().equals(holder)
                || vacant.test(standing)
                        && take(scope, name, standing.holder(), holder)
                                .filter(claim -> claim.holder().equals(holder))
                                .isPresent();
    }

    /**
     * Hands a name from one holder to another.
     *
     * @return the claim as it stands, empty when nobody has the name: the caller has it when it is the holder
     * @throws StoreUnavailableException when it could not be decided
     */
    public Optional<NameClaim> take(String scope, String name, String from, String to) {
        return decided(move, scope, name, to, to, clock.instant(), scope, name, from);
    }

    /**
     * Gives a name back; nothing happens when the holder does not have it.
     *
     * @throws StoreUnavailableException when it could not be decided
     */
    public void release(String scope, String name, String holder) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            switch (cql.decide(delete, scope, name, holder)) {
                case DecisionOutcome.Applied _, DecisionOutcome.Refused _ -> {
                    return;
                }
                case DecisionOutcome.Unknown unknown -> {
                    if (attempt == ATTEMPTS - 1) {
                        throw undecided(name, unknown);
                    }
                }
            }
        }
    }

    /**
     * Who has a name, all decisions made before being seen.
     *
     * @throws StoreUnavailableException when no answer came
     */
    public Optional<NameClaim> find(String scope, String name) {
        return cql.row(find, scope, name).map(NameClaims::read);
    }

    /**
     * The names of a scope in order, at most {@link #MAX_LISTED}.
     *
     * @throws StoreUnavailableException when no answer came
     */
    public List<NameClaim> list(String scope) {
        List<NameClaim> claims = new ArrayList<>();
        for (Row row : cql.rows(list, scope)) {
            claims.add(read(row));
        }
        return claims;
    }

    private Optional<NameClaim> decided(
            CqlStatement statement, String scope, String name, String holder, Object... values) {
        for (int attempt = 0; ; attempt++) {
            switch (cql.decide(statement, values)) {
                case DecisionOutcome.Applied _ -> {
                    return Optional.of(new NameClaim(name, holder, clock.instant()));
                }
                case DecisionOutcome.Refused _ -> {
                    return find(scope, name);
                }
                case DecisionOutcome.Unknown unknown -> {
                    Optional<NameClaim> standing = find(scope, name);
                    if (standing.isPresent() && standing.get().holder().equals(holder)) {
                        return standing;
                    }
                    if (attempt == ATTEMPTS - 1) {
                        throw undecided(name, unknown);
                    }
                }
            }
        }
    }

    private static StoreUnavailableException undecided(String name, DecisionOutcome.Unknown unknown) {
        return new StoreUnavailableException("Cassandra did not decide who has the name " + name, unknown.cause());
    }

    private static NameClaim read(Row row) {
        return new NameClaim(
                Objects.requireNonNull(row.getString("name")),
                Objects.requireNonNullElse(row.getString("holder"), ""),
                Objects.requireNonNullElse(row.getInstant("since"), Instant.EPOCH));
    }
}
