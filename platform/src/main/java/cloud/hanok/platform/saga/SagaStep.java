package cloud.hanok.platform.saga;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One step, as a value that its room exports.
 *
 * <p>Both halves may be called again at any time, also at once with an earlier call that is thought dead: they are idempotent, and
 * {@code undo} also when {@code run} had its effect only in part, or not at all. Each call ends within {@link Sagas#LONGEST_STEP}.
 * Either throws {@link SagaRefusedException} for an answer that will never change; whatever else is thrown means that nobody knows
 * what happened, and the call is repeated.
 *
 * @param name lower-case words joined by {@code _}; stored, and shown as progress
 * @param run has the effect and returns what later steps need: at most {@link #MAX_OUTPUT_CHARS} characters, never a secret
 * @param undo leaves no trace of it
 */
public record SagaStep(String name, Function<SagaContext, String> run, Consumer<SagaContext> undo) {
    /** An id or two, not a document. */
    public static final int MAX_OUTPUT_CHARS = 4096;

    public SagaStep {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("a step's name has lower-case letters, digits and _ only: " + name);
        }
    }

    /** A step that tells later ones nothing. */
    public static SagaStep of(String name, Consumer<SagaContext> run, Consumer<SagaContext> undo) {
        return new SagaStep(
                name,
                context -> {
                    run.accept(context);
                    return "";
                },
                undo);
    }
}
