package cloud.hanok.tenant.operator;

import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who runs the platform, from memory, kept fresh by the change feed: who is none any more is refused within seconds. */
public final class OperatorDirectory {
    private static final String ALL = "all";

    private final FreshMap<String, Map<String, Operator>> operators;

    /**
     * @param feed not started yet, or started by whoever owns it: nothing is in memory before the first look-up
     * @param bounds {@code FreshnessBounds.shared(1)}
     * @param reads runs the reads: virtual threads
     */
    public OperatorDirectory(
            Operators operators, ChangeFeed feed, FreshnessBounds bounds, Clock clock, Executor reads) {
        this.operators = new FreshMap<>(
                _ -> Optional.of(operators.list().stream()
                        .collect(Collectors.toUnmodifiableMap(Operator::subject, Function.identity()))),
                bounds,
                clock,
                reads);
        feed.subscribe(this::changed);
    }

    /** All of them by subject. For an event loop: never blocks. */
    public Lookup<Map<String, Operator>> all() {
        return operators.lookup(ALL);
    }

    private void changed(Change change) {
        if (change.kind() == ChangeKind.OPERATORS) {
            operators.invalidate(ALL);
        }
    }
}
