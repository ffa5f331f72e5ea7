package cloud.hanok.platform.saga;

import cloud.hanok.platform.id.SagaId;
import java.util.Map;

/**
 * What a step knows.
 *
 * @param saga the same at each repetition: ids and request keys are derived from it
 * @param input what the saga was begun with
 * @param outputs of the steps that were taken before, by step name; when a step is taken back, also its own if it came to its end
 */
public record SagaContext(SagaId saga, String input, Map<String, String> outputs) {
    public SagaContext {
        outputs = Map.copyOf(outputs);
    }

    /**
     * The output of an earlier step.
     *
     * @throws IllegalStateException when it was not taken
     */
    public String output(String step) {
        String output = outputs.get(step);
        if (output == null) {
            throw new IllegalStateException("the step " + step + " of " + saga + " was not taken");
        }
        return output;
    }
}
