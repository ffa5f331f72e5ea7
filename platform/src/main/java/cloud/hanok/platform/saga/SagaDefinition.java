package cloud.hanok.platform.saga;

import java.util.List;

/**
 * What a saga does.
 *
 * @param name lower-case words joined by {@code .}: {@code tenant.provision}
 * @param version raised when steps are added, taken away or change their order: a saga that was begun is ended by the version that
 *     began it, so an old one stays in the program for as long as one of its sagas may be open
 * @param steps in their order, with different names, at most {@link #MAX_STEPS}
 */
public record SagaDefinition(String name, int version, List<SagaStep> steps) {
    /** A saga is read whole at each attempt. */
    public static final int MAX_STEPS = 32;

    public SagaDefinition {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException(name + ": a saga has 1 to " + MAX_STEPS + " steps");
        }
        if (steps.stream().map(SagaStep::name).distinct().count() != steps.size()) {
            throw new IllegalArgumentException(name + ": two steps have the same name");
        }
    }

    /** What names it in the store. */
    String key() {
        return name + "/" + version;
    }
}
