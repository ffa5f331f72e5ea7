package cloud.hanok.platform.saga;

import java.util.List;

/**
 * What a saga does.
 *
 * @param name lower-case words joined by {@code .}: {@code tenant.provision}
 * @param version raised when steps are added, taken away or change their order: a saga that was begun is ended by the version that
 *     began it, so an old one stays in the program for as long as one of its sagas may be open
 * @param steps in their order, with different names, at most {@link #MAX_STEPS}
 * @param unwinds whether a step that cannot be taken for too long makes it be taken back; otherwise it is tried for ever
 */
public record SagaDefinition(String name, int version, List<SagaStep> steps, boolean unwinds) {
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

    /** A saga that ends whole or without a trace. */
    public SagaDefinition(String name, int version, List<SagaStep> steps) {
        this(name, version, steps, true);
    }

    /**
     * A saga that is never given up, because half of it is better than nothing: a suspension is not taken back because the identity
     * provider is away. Its steps refuse nothing.
     */
    public static SagaDefinition forwardOnly(String name, int version, List<SagaStep> steps) {
        return new SagaDefinition(name, version, steps, false);
    }

    /** What names it in the store. */
    String key() {
        return name + "/" + version;
    }
}
