package cloud.hanok.platform.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A saga that fails as told, for tests of what must survive a bad day, after Omicron's {@code action_failure_can_unwind} and
 * {@code actions_succeed_idempotently}. The test breaks each {@link #points(SagaDefinition) point} in turn and looks for either
 * everything or no trace.
 */
public final class FaultInjectingSaga {
    /** How a call fails. */
    public enum Fault {
        /** It says no before anything is done, and the saga unwinds. */
        REFUSED,
        /** It fails before its effect. */
        FAILED_BEFORE,
        /** It has its effect and then fails. */
        FAILED_AFTER,
        /** The process dies before the effect. */
        DIED_BEFORE,
        /** The process dies after the effect. */
        DIED_AFTER,
        /** It has its effect twice. */
        TWICE
    }

    /**
     * Where it fails.
     *
     * @param step by its name
     * @param undo whether taking it back fails, not taking it
     */
    public record Point(String step, boolean undo, Fault fault) {}

    /** This process is dead: nothing of the engine catches it, and the lease stays taken. */
    public static final class ProcessDied extends Error {
        private static final long serialVersionUID = 1L;

        ProcessDied(String step) {
            super("died in " + step);
        }
    }

    private final SagaDefinition definition;
    private final List<Point> points;
    private final AtomicInteger[] left;

    /** @param points each fails once; a refusal stays */
    public FaultInjectingSaga(SagaDefinition definition, List<Point> points) {
        this.definition = definition;
        this.points = List.copyOf(points);
        this.left = new AtomicInteger[points.size()];
        for (int point = 0; point < left.length; point++) {
            left[point] = new AtomicInteger(1);
        }
    }

    /** Every point at which a saga can fail; those of {@code undo} need a refusal at a later step, or at the step itself. */
    public static List<Point> points(SagaDefinition definition) {
        List<Point> points = new ArrayList<>();
        for (SagaStep step : definition.steps()) {
            for (Fault fault : Fault.values()) {
                points.add(new Point(step.name(), false, fault));
                if (fault != Fault.REFUSED) {
                    points.add(new Point(step.name(), true, fault));
                }
            }
        }
        return points;
    }

    /** The saga, broken. */
    public SagaDefinition broken() {
        return new SagaDefinition(
                definition.name(),
                definition.version(),
                definition.steps().stream()
                        .map(step -> new SagaStep(
                                step.name(),
                                context -> run(step, context),
                                context -> call(step.name(), true, context, step.undo())))
                        .toList(),
                definition.unwinds());
    }

    /** Points that were not reached. */
    public List<Point> unreached() {
        List<Point> unreached = new ArrayList<>();
        for (int point = 0; point < left.length; point++) {
            if (left[point].get() > 0) {
                unreached.add(points.get(point));
            }
        }
        return unreached;
    }

    private String run(SagaStep step, SagaContext context) {
        String[] output = new String[1];
        call(step.name(), false, context, each -> output[0] = step.run().apply(each));
        return output[0];
    }

    private void call(String step, boolean undo, SagaContext context, Consumer<SagaContext> effect) {
        Fault fault = next(step, undo);
        if (fault == null) {
            effect.accept(context);
            return;
        }
        switch (fault) {
            case REFUSED -> throw new SagaRefusedException(new Refusal("injected", null, "injected", "injected"));
            case FAILED_BEFORE -> throw new IllegalStateException("injected before " + step);
            case FAILED_AFTER -> {
                effect.accept(context);
                throw new IllegalStateException("injected after " + step);
            }
            case DIED_BEFORE -> throw new ProcessDied(step);
            case DIED_AFTER -> {
                effect.accept(context);
                throw new ProcessDied(step);
            }
            case TWICE -> {
                effect.accept(context);
                effect.accept(context);
            }
        }
    }

    private @Nullable Fault next(String step, boolean undo) {
        for (int point = 0; point < left.length; point++) {
            Point each = points.get(point);
            // A refusal is an answer that does not change, so it is given again whenever it is asked for.
            boolean here = each.undo() == undo && each.step().equals(step);
            if (here && (left[point].getAndSet(0) > 0 || each.fault() == Fault.REFUSED)) {
                return each.fault();
            }
        }
        return null;
    }
}
