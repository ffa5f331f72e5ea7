package cloud.hanok.billing.price;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.PriceId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Prices in Cassandra: one row by id, written once, and the same row in its deployment's history. Blocks. */
public final class PriceStore {
    /** A deployment repriced every day for two years; older prices are still found by their id. */
    public static final int MAX_HISTORY = 730;

    private static final String COLUMNS = "price, input_nano_won, cached_nano_won, output_nano_won, effective_from";

    private static final CqlStatement INSERT = CqlStatement.write(
            "INSERT INTO token_price (" + COLUMNS + ", deployment, published_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement INSERT_HISTORY = CqlStatement.write(
            "INSERT INTO deployment_price (" + COLUMNS + ", deployment, published_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement FIND =
            CqlStatement.read("SELECT " + COLUMNS + " FROM token_price WHERE price = ?");
    private static final CqlStatement HISTORY =
            CqlStatement.read("SELECT " + COLUMNS + " FROM deployment_price WHERE deployment = ? LIMIT " + MAX_HISTORY);

    private final Keyspaces keyspaces;

    public PriceStore(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /**
     * Stores a price; once it is in its deployment's history it is also found by its id.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it was not acknowledged; publishing it again
     *     under the same id changes nothing
     */
    void insert(DeploymentId deployment, TokenPrice price, Instant publishedAt) {
        Object[] values = {
            price.id().text(),
            price.inputNanoWon(),
            price.cachedNanoWon(),
            price.outputNanoWon(),
            price.from(),
            deployment.text(),
            publishedAt
        };
        cql().write(INSERT, values);
        cql().write(INSERT_HISTORY, values);
    }

    /** The price with this id. */
    Optional<TokenPrice> find(PriceId id) {
        return cql().row(FIND, id.text()).map(PriceStore::price);
    }

    /** A deployment's prices, the one that takes force last first; of two from the same instant the later id first. */
    PriceSchedule history(DeploymentId deployment) {
        return new PriceSchedule(cql().rows(HISTORY, deployment.text()).stream()
                .map(PriceStore::price)
                .toList());
    }

    private Cql cql() {
        return keyspaces.platform();
    }

    private static TokenPrice price(Row row) {
        return new TokenPrice(
                PriceId.parse(Objects.requireNonNull(row.getString(0))),
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Objects.requireNonNull(row.getInstant(4)));
    }
}
