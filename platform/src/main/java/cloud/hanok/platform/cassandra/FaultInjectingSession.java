package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metrics.Metrics;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A session that fails as told, for tests of what must survive a bad day. Only blocking executions of statements fail;
 * preparing and everything else passes.
 */
public final class FaultInjectingSession implements CqlSession {
    /** How a statement fails. */
    public enum Fault {
        /** Cassandra never sees it, and the caller is told so. */
        REFUSED,
        /** Cassandra never sees it; the caller is told of a timeout. */
        LOST_THEN_TIMED_OUT,
        /** Cassandra does it; the caller is told of a timeout. */
        EXECUTED_THEN_TIMED_OUT
    }

    private record Rule(Predicate<String> cql, Fault fault, AtomicInteger left) {}

    private final CqlSession session;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    public FaultInjectingSession(CqlSession session) {
        this.session = session;
    }

    /** From now on the next so many statements whose text matches fail in this way. */
    public void fail(Predicate<String> cql, Fault fault, int times) {
        rules.add(new Rule(cql, fault, new AtomicInteger(times)));
    }

    /** From now on every statement is refused, as by a cluster that is gone. */
    public void refuseEverything() {
        fail(cql -> true, Fault.REFUSED, Integer.MAX_VALUE);
    }

    /** All is well again. */
    public void heal() {
        rules.clear();
    }

    @Override
    public <RequestT extends Request, ResultT> @Nullable ResultT execute(
            RequestT request, GenericType<ResultT> resultType) {
        if (!(request instanceof Statement<?> statement) || !resultType.equals(Statement.SYNC)) {
            return session.execute(request, resultType);
        }
        Fault fault = next(text(statement));
        if (fault == null) {
            return session.execute(request, resultType);
        }
        if (fault == Fault.EXECUTED_THEN_TIMED_OUT) {
            session.execute(request, resultType);
        }
        throw error(fault);
    }

    private @Nullable Fault next(String cql) {
        for (Rule rule : rules) {
            if (rule.cql.test(cql) && rule.left.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return rule.fault;
            }
        }
        return null;
    }

    private static DriverException error(Fault fault) {
        return switch (fault) {
            case REFUSED -> new NoNodeAvailableException();
            case LOST_THEN_TIMED_OUT, EXECUTED_THEN_TIMED_OUT -> new DriverTimeoutException("injected");
        };
    }

    private static String text(Statement<?> statement) {
        return switch (statement) {
            case BoundStatement bound -> bound.getPreparedStatement().getQuery();
            case SimpleStatement simple -> simple.getQuery();
            case BatchStatement batch ->
                String.join(
                        ";",
                        StreamSupport.stream(batch.spliterator(), false)
                                .map(FaultInjectingSession::text)
                                .toList());
            default -> "";
        };
    }

    @Override
    public String getName() {
        return session.getName();
    }

    @Override
    public Metadata getMetadata() {
        return session.getMetadata();
    }

    @Override
    public boolean isSchemaMetadataEnabled() {
        return session.isSchemaMetadataEnabled();
    }

    @Override
    public CompletionStage<Metadata> setSchemaMetadataEnabled(@Nullable Boolean newValue) {
        return session.setSchemaMetadataEnabled(newValue);
    }

    @Override
    public CompletionStage<Metadata> refreshSchemaAsync() {
        return session.refreshSchemaAsync();
    }

    @Override
    public CompletionStage<Boolean> checkSchemaAgreementAsync() {
        return session.checkSchemaAgreementAsync();
    }

    @Override
    public DriverContext getContext() {
        return session.getContext();
    }

    @Override
    public Optional<CqlIdentifier> getKeyspace() {
        return session.getKeyspace();
    }

    @Override
    public Optional<Metrics> getMetrics() {
        return session.getMetrics();
    }

    @Override
    public CompletionStage<Void> closeFuture() {
        return session.closeFuture();
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return session.closeAsync();
    }

    @Override
    public CompletionStage<Void> forceCloseAsync() {
        return session.forceCloseAsync();
    }
}
