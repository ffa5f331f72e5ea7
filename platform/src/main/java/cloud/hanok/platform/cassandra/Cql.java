package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends statements to one keyspace. Consistency, serial consistency, timeout and idempotence are set on every one.
 * Blocks; call it from a virtual thread, never from an event loop.
 *
 * <p>A write whose fate is not known is a value ({@link WriteOutcome.UnknownWrite}, {@link DecisionOutcome.Unknown}),
 * as in Nessie's Cassandra backend; a statement that surely did nothing raises {@link StoreUnavailableException}.
 */
public final class Cql {
    /** Rows a batch to one partition may carry: beyond it the server warns and then refuses. */
    public static final int MAX_BATCH_STATEMENTS = 100;

    /** Stands for a value that is not written at all: the column stays as it is, where a null would leave a tombstone. */
    public static final Object UNSET = new Object() {
        @Override
        public String toString() {
            return "unset";
        }
    };

    private final CqlSession session;
    private final Duration timeout;
    private final Map<String, PreparedCql> prepared = new ConcurrentHashMap<>();

    public Cql(CqlSession session, Duration timeout) {
        this.session = session;
        this.timeout = timeout;
    }

    /**
     * All rows of a read; keep it to reads that a {@code LIMIT} or a partition's shape bounds.
     *
     * @throws StoreUnavailableException when no answer came
     */
    public List<Row> rows(CqlStatement statement, @Nullable Object... values) {
        ResultSet result = query(statement, values);
        try {
            return result.all();
        } catch (DriverException e) {
            throw unavailable(e);
        }
    }

    /**
     * The first row of a read, if there is one.
     *
     * @throws StoreUnavailableException when no answer came
     */
    public java.util.Optional<Row> row(CqlStatement statement, @Nullable Object... values) {
        return java.util.Optional.ofNullable(query(statement, values).one());
    }

    /**
     * The rows of a read, fetched page by page while they are consumed; to be iterated once.
     *
     * @throws StoreUnavailableException when no answer came, also while iterating
     */
    public Iterable<Row> stream(CqlStatement statement, @Nullable Object... values) {
        Iterator<Row> rows = query(statement, values).iterator();
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return rows.hasNext();
                } catch (DriverException e) {
                    throw unavailable(e);
                }
            }

            @Override
            public Row next() {
                return rows.next();
            }
        };
    }

    /** A plain write. Its fate is the answer. */
    public WriteOutcome tryWrite(CqlStatement statement, @Nullable Object... values) {
        return send(bind(statement, values));
    }

    /**
     * A plain write that is sent again once when its fate is not known.
     *
     * @throws StoreUnavailableException when it was not acknowledged
     */
    public void write(CqlStatement statement, @Nullable Object... values) {
        acknowledged(bind(statement, values));
    }

    /**
     * Several writes to <em>one</em> partition, atomically (an unlogged batch within a partition is one mutation).
     *
     * @throws IllegalArgumentException above {@link #MAX_BATCH_STATEMENTS}
     * @throws StoreUnavailableException when it was not acknowledged
     */
    public void writeTogether(List<BoundWrite> writes) {
        if (writes.isEmpty()) {
            return;
        }
        BatchStatementBuilder batch = batch(writes);
        batch.setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM).setTimeout(timeout);
        acknowledged(batch.setIdempotence(true).build());
    }

    /**
     * A lightweight transaction. Rare decisions only.
     *
     * @throws StoreUnavailableException when it surely was not made
     */
    public DecisionOutcome decide(CqlStatement statement, @Nullable Object... values) {
        return decide(bind(statement, values), statement.cql());
    }

    /**
     * A lightweight transaction of several statements on <em>one</em> partition, of which one or more carry a condition: all
     * are made, or none. Rare decisions only.
     *
     * @throws IllegalArgumentException above {@link #MAX_BATCH_STATEMENTS}
     * @throws StoreUnavailableException when it surely was not made
     */
    public DecisionOutcome decideTogether(List<BoundWrite> statements) {
        BatchStatementBuilder batch = batch(statements);
        batch.setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM)
                .setSerialConsistencyLevel(ConsistencyLevel.LOCAL_SERIAL)
                .setTimeout(timeout)
                .setIdempotence(false);
        return decide(batch.build(), statements.getFirst().statement().cql());
    }

    private DecisionOutcome decide(Statement<?> statement, String cql) {
        try {
            ResultSet result = session.execute(statement);
            // The driver answers this only before the row is taken.
            if (result.wasApplied()) {
                return new DecisionOutcome.Applied();
            }
            Row row = result.one();
            if (row == null) {
                throw new IllegalStateException("a refused decision carries no row: " + cql);
            }
            return new DecisionOutcome.Refused(row);
        } catch (DriverException e) {
            if (isUnknown(e)) {
                return new DecisionOutcome.Unknown(e);
            }
            throw unavailable(e);
        }
    }

    private BatchStatementBuilder batch(List<BoundWrite> writes) {
        if (writes.size() > MAX_BATCH_STATEMENTS) {
            throw new IllegalArgumentException("a batch has at most " + MAX_BATCH_STATEMENTS + " statements");
        }
        BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
        for (BoundWrite write : writes) {
            // How it is sent is the batch's matter.
            batch.addStatement(
                    prepared(write.statement()).bind(write.values().toArray()).build());
        }
        return batch;
    }

    /** Any number of writes to <em>one</em> partition as calls of {@link #writeTogether}, to be made in any order. */
    public List<Runnable> batches(List<BoundWrite> writes) {
        List<Runnable> batches = new ArrayList<>();
        for (int from = 0; from < writes.size(); from += MAX_BATCH_STATEMENTS) {
            List<BoundWrite> batch = writes.subList(from, Math.min(writes.size(), from + MAX_BATCH_STATEMENTS));
            batches.add(() -> writeTogether(batch));
        }
        return batches;
    }

    /** A statement of {@link #writeTogether(List)} or {@link #decideTogether(List)} with its values. */
    public record BoundWrite(CqlStatement statement, List<@Nullable Object> values) {}

    private ResultSet query(CqlStatement statement, @Nullable Object... values) {
        try {
            return session.execute(bind(statement, values));
        } catch (DriverException e) {
            throw unavailable(e);
        }
    }

    private void acknowledged(Statement<?> statement) {
        WriteOutcome outcome = send(statement);
        if (outcome instanceof WriteOutcome.UnknownWrite) {
            outcome = send(statement);
        }
        if (outcome instanceof WriteOutcome.UnknownWrite unknown) {
            throw new StoreUnavailableException("Cassandra did not acknowledge a write in time", unknown.cause());
        }
    }

    private WriteOutcome send(Statement<?> statement) {
        try {
            session.execute(statement);
            return new WriteOutcome.Acknowledged();
        } catch (DriverException e) {
            if (isUnknown(e)) {
                return new WriteOutcome.UnknownWrite(e);
            }
            throw unavailable(e);
        }
    }

    private BoundStatement bind(CqlStatement statement, @Nullable Object... values) {
        BoundStatementBuilder bound = prepared(statement).bind(values).setTimeout(timeout);
        return switch (statement.kind()) {
            case READ, WRITE ->
                bound.setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM)
                        .setIdempotence(true)
                        .build();
            case SERIAL_READ ->
                bound.setConsistencyLevel(ConsistencyLevel.LOCAL_SERIAL)
                        .setIdempotence(true)
                        .build();
            case DECISION ->
                bound.setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM)
                        .setSerialConsistencyLevel(ConsistencyLevel.LOCAL_SERIAL)
                        .setIdempotence(false)
                        .build();
        };
    }

    private PreparedCql prepared(CqlStatement statement) {
        try {
            return prepared.computeIfAbsent(statement.cql(), cql -> PreparedCql.prepare(session, cql));
        } catch (DriverException e) {
            throw unavailable(e);
        }
    }

    /** A statement that Cassandra understood to be wrong is our defect, not its absence: it passes unchanged. */
    private static StoreUnavailableException unavailable(DriverException e) {
        if (e instanceof QueryValidationException wrong) {
            throw wrong;
        }
        return new StoreUnavailableException(
                "Cassandra did not answer: " + e.getClass().getSimpleName(), e);
    }

    private static boolean isUnknown(Throwable e) {
        if (e instanceof AllNodesFailedException all) {
            return all.getAllErrors().values().stream().flatMap(List::stream).anyMatch(Cql::isUnknown);
        }
        return e instanceof DriverTimeoutException
                || e instanceof WriteTimeoutException
                || e instanceof WriteFailureException
                || e instanceof CASWriteUnknownException
                || e instanceof ReadTimeoutException
                || e instanceof ReadFailureException
                || e instanceof ServerError
                || e instanceof ClosedConnectionException
                || e instanceof HeartbeatException;
    }
}
