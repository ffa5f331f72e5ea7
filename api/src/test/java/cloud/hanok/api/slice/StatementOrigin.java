package cloud.hanok.api.slice;

import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.turn.Turns;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestIdGenerator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names each statement by who asked for it: the outermost class of ours on the stack of the thread that sends it. For what a request asks
 * that is an endpoint or a filter; for background work it is the worker, also where the two share threads.
 */
public final class StatementOrigin implements RequestIdGenerator {
    private static final String OURS = "cloud.hanok.";
    private static final String NOBODY = "nobody";

    /** What runs the work of others on its threads, and asks for nothing itself. */
    private static final Set<String> CARRIERS = Set.of(ConcurrentCalls.class.getName(), Turns.class.getName());

    /** Called by the driver, which makes one for each session. */
    public StatementOrigin(DriverContext context) {}

    @Override
    public String getSessionRequestId() {
        return StatementWatch.listens() ? StackWalker.getInstance().walk(StatementOrigin::outermost) : NOBODY;
    }

    @Override
    public String getNodeRequestId(Request statement, String sessionRequestId) {
        return sessionRequestId;
    }

    /** The statement goes to Cassandra as it is. */
    @Override
    public Statement<?> getDecoratedStatement(Statement<?> statement, String nodeRequestId) {
        return statement;
    }

    private static String outermost(Stream<StackWalker.StackFrame> stack) {
        return stack.map(StackWalker.StackFrame::getClassName)
                .filter(name -> name.startsWith(OURS) && !CARRIERS.contains(name))
                .reduce(NOBODY, (inner, outer) -> outer);
    }
}
