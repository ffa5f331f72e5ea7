package cloud.hanok.platform.saga;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.saga.SagaProgress.StepState;
import cloud.hanok.platform.saga.SagaStore.EndedStep;
import cloud.hanok.platform.saga.SagaStore.Stored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes one saga as far as it goes under one lease. The row of a step is written after its effect, so a step without a row may have
 * had it: it is taken again, and when the saga unwinds, taken back first.
 */
final class SagaRunner {
    private static final int MAX_FAILURE_CHARS = 300;

    private static final Refusal GIVEN_UP = new Refusal(
            "operation_given_up",
            null,
            "A step could not be taken for too long, so what was done was taken back. Begin anew with a new Idempotency-Key.",
            "한 단계를 오랫동안 완료하지 못해 이미 수행한 작업을 되돌렸습니다. 새 Idempotency-Key로 다시 시도해 주세요.");

    private final SagaStore store;
    private final SagaSettings settings;
    private final SagaDefinition definition;
    private final Map<Integer, EndedStep> ended = new HashMap<>();
    private Stored saga;

    /** @param saga as it stands under a lease that was just taken */
    SagaRunner(SagaStore store, SagaSettings settings, SagaDefinition definition, Stored saga) {
        this.store = store;
        this.settings = settings;
        this.definition = definition;
        this.saga = saga;
        saga.ended().forEach(step -> ended.put(step.position(), step));
    }

    /**
     * Goes on until the end, or the first call that came to nothing.
     *
     * @return what that call failed with; null at the end
     * @throws SagaStore.LeaseLostException when another took the saga over
     * @throws StoreUnavailableException when it is not known what is stored
     */
    @Nullable
    RuntimeException run() {
        while (!saga.state().isFinal()) {
            RuntimeException failure = switch (saga.state()) {
                case RUNNING -> forward();
                case UNDOING, STUCK -> back();
                case DONE, UNDONE -> null;
            };
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    /** The saga as this runner left it. */
    Stored saga() {
        return saga;
    }

    private @Nullable RuntimeException forward() {
        int position = done();
        if (position == definition.steps().size()) {
            move(SagaState.DONE, null, 0, null);
            return null;
        }
        SagaStep step = definition.steps().get(position);
        return switch (StepOutcome.ofRun(step, context(position))) {
            case StepOutcome.Done(var output) -> {
                end(position, step, StepState.DONE, output);
                yield null;
            }
            case StepOutcome.Refused(var refusal) -> {
                move(SagaState.UNDOING, refusal, 0, null);
                yield null;
            }
            case StepOutcome.Unknown(var cause) -> {
                int failures = saga.failures() + 1;
                if (failures < settings.mostRunFailures() || !definition.unwinds()) {
                    move(SagaState.RUNNING, null, failures, text(step, cause));
                } else {
                    move(SagaState.UNDOING, GIVEN_UP, 0, text(step, cause));
                }
                yield cause;
            }
        };
    }

    private @Nullable RuntimeException back() {
        int done = done();
        // The step behind the last that was taken may have had its effect: it comes first, unless it is taken back
        // already.
        int position = done < definition.steps().size() && !ended.containsKey(done) ? done : done - 1;
        if (position < 0) {
            move(SagaState.UNDONE, saga.refusal(), 0, null);
            return null;
        }
        SagaStep step = definition.steps().get(position);
        return switch (StepOutcome.ofUndo(step, context(position + 1))) {
            case StepOutcome.Unknown(var cause) -> {
                int failures = saga.failures() + 1;
                SagaState state = failures < settings.mostUndoFailures() ? saga.state() : SagaState.STUCK;
                move(state, saga.refusal(), failures, text(step, cause));
                yield cause;
            }
            case StepOutcome.Done _, StepOutcome.Refused _ -> {
                end(position, step, StepState.UNDONE, "");
                yield null;
            }
        };
    }

    /** How many steps are taken; they are always the first ones. */
    private int done() {
        Set<Integer> taken = new HashSet<>();
        ended.values().stream()
                .filter(step -> step.state() == StepState.DONE)
                .forEach(step -> taken.add(step.position()));
        int done = 0;
        while (taken.contains(done)) {
            done++;
        }
        if (done != taken.size()) {
            throw new IllegalStateException("the steps of " + saga.id() + " have a gap");
        }
        return done;
    }

    private SagaContext context(int before) {
        Map<String, String> outputs = new HashMap<>();
        ended.values().stream()
                .filter(step -> step.position() < before && step.state() == StepState.DONE)
                .forEach(step -> outputs.put(step.name(), step.output()));
        return new SagaContext(saga.id(), saga.input(), outputs);
    }

    private void end(int position, SagaStep step, StepState state, String output) {
        store.endStep(saga, position, step.name(), state, output);
        ended.put(position, new EndedStep(position, step.name(), state, output, saga.changedAt()));
        saga = with(saga.state(), saga.refusal(), 0, null);
    }

    private void move(SagaState state, @Nullable Refusal refusal, int failures, @Nullable String lastFailure) {
        store.move(saga, state, refusal, failures, lastFailure);
        saga = with(state, refusal, failures, lastFailure);
    }

    private Stored with(SagaState state, @Nullable Refusal refusal, int failures, @Nullable String lastFailure) {
        return new Stored(
                saga.id(),
                saga.name(),
                saga.version(),
                saga.input(),
                state,
                refusal,
                saga.epoch(),
                saga.holder(),
                saga.leaseUntil(),
                failures,
                lastFailure,
                saga.createdAt(),
                saga.changedAt(),
                saga.ended());
    }

    private static String text(SagaStep step, RuntimeException cause) {
        String text = step.name() + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return text.length() <= MAX_FAILURE_CHARS ? text : text.substring(0, MAX_FAILURE_CHARS);
    }
}
