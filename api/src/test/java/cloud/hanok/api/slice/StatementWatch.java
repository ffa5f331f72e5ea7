package cloud.hanok.api.slice;

import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every statement that a session of this JVM sent, with its values: the driver makes one for each session, because
 * {@code application.conf} names this class. It is told of a statement once that was answered, or was not.
 */
public final class StatementWatch implements RequestTracker {
    /** The driver makes watches, and nobody else can hand it anything: this is where a test meets them. */
    private static final List<Watched> WATCHED = new CopyOnWriteArrayList<>();

    /** Called by the driver. */
    public StatementWatch(DriverContext context) {}

    /** Whether anybody wants to hear. */
    static boolean listens() {
        return !WATCHED.isEmpty();
    }

    /**
     * A statement that was sent.
     *
     * @param origin the class that asked for it, as {@link StatementOrigin} finds it
     * @param cql its text
     */
    record Sent(String origin, String cql) {
        /** The one of {@link StatementOrigin} stands last in what the driver calls a prefix. */
        static Sent of(String prefix, String cql) {
            return new Sent(prefix.substring(prefix.lastIndexOf('|') + 1), cql);
        }

        /** Whether it reads this table. */
        boolean asks(String table) {
            return cql.contains(" FROM " + table + " ");
        }

        @Override
        public String toString() {
            return origin + ": " + cql;
        }
    }

    /** From now on, statements of which a value, or the text, has this in it. */
    static Watched of(String text) {
        var watched = new Watched(new ByteSearch(text));
        WATCHED.add(watched);
        return watched;
    }

    /** What was heard. */
    static final class Watched implements AutoCloseable {
        private final ByteSearch wanted;
        private final Queue<Sent> heard = new ConcurrentLinkedQueue<>();

        private Watched(ByteSearch wanted) {
            this.wanted = wanted;
        }

        /** What was heard since the last call, in the order of the answers. */
        List<Sent> taken() {
            List<Sent> taken = new ArrayList<>();
            for (Sent sent = heard.poll(); sent != null; sent = heard.poll()) {
                taken.add(sent);
            }
            return taken;
        }

        private void hear(Request request, String prefix) {
            switch (request) {
                case BatchStatement batch -> {
                    for (BatchableStatement<?> statement : batch) {
                        hear(statement, prefix);
                    }
                }
                case BoundStatement bound -> {
                    if (bound.getValues().stream().anyMatch(value -> value != null && wanted.in(value))) {
                        heard.add(Sent.of(prefix, bound.getPreparedStatement().getQuery()));
                    }
                }
                case SimpleStatement simple -> {
                    if (wanted.in(simple.getQuery() + simple.getPositionalValues() + simple.getNamedValues())) {
                        heard.add(Sent.of(prefix, simple.getQuery()));
                    }
                }
                default -> {}
            }
        }

        @Override
        public void close() {
            WATCHED.remove(this);
        }
    }

    @Override
    public void onSuccess(
            @Nullable Request request,
            long latencyNanos,
            @Nullable DriverExecutionProfile profile,
            @Nullable Node node,
            @Nullable String prefix) {
        told(request, prefix);
    }

    @Override
    public void onError(
            @Nullable Request request,
            @Nullable Throwable error,
            long latencyNanos,
            @Nullable DriverExecutionProfile profile,
            @Nullable Node node,
            @Nullable String prefix) {
        told(request, prefix);
    }

    private static void told(@Nullable Request request, @Nullable String prefix) {
        if (request != null && prefix != null) {
            WATCHED.forEach(watched -> watched.hear(request, prefix));
        }
    }

    @Override
    public void close() {}
}
