package cloud.hanok.platform.saga;

import cloud.hanok.platform.id.SagaId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a saga is.
 *
 * @param input what it was begun with
 * @param refusal why it is being taken back, or was; null otherwise
 * @param steps in their order
 * @param failures attempts in a row at the present step that came to nothing
 * @param lastFailure what the last of them said; null after a success
 */
public record SagaProgress(
        SagaId id,
        String name,
        int version,
        String input,
        SagaState state,
        @Nullable Refusal refusal,
        List<Step> steps,
        int failures,
        @Nullable String lastFailure,
        Instant createdAt,
        Instant changedAt) {
    public SagaProgress {
        steps = List.copyOf(steps);
    }

    /** How far a step is. The names are stored: rename none. */
    public enum StepState {
        /** Not taken, or not known to have been. */
        PENDING,
        /** Taken. */
        DONE,
        /** Taken back, or found not to have left anything. */
        UNDONE
    }

    /**
     * A step.
     *
     * @param output what it told later steps; empty before its end
     * @param changedAt when it came to its state; null while pending
     */
    public record Step(
            String name,
            StepState state,
            String output,
            @Nullable Instant changedAt) {}

    /** What the steps that were taken told, by step. */
    public Map<String, String> outputs() {
        Map<String, String> outputs = new HashMap<>();
        steps.stream()
                .filter(step -> step.state() == StepState.DONE)
                .forEach(step -> outputs.put(step.name(), step.output()));
        return outputs;
    }
}
