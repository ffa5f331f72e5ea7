package cloud.hanok.platform.saga;

/** What became of one call of a step. */
sealed interface StepOutcome {
    /** It had its effect. */
    record Done(String output) implements StepOutcome {}

    /** It had none and never will. */
    record Refused(Refusal refusal) implements StepOutcome {}

    /** It may have had its effect, may have it yet, or not: the call is to be repeated. */
    record Unknown(RuntimeException cause) implements StepOutcome {}

    /** Takes a step. */
    static StepOutcome ofRun(SagaStep step, SagaContext context) {
        try {
            String output = step.run().apply(context);
            if (output.length() > SagaStep.MAX_OUTPUT_CHARS) {
                throw new IllegalStateException(
                        "the output of " + step.name() + " has more than " + SagaStep.MAX_OUTPUT_CHARS + " characters");
            }
            return new Done(output);
        } catch (SagaRefusedException refused) {
            return new Refused(refused.refusal());
        } catch (RuntimeException unknown) {
            return new Unknown(unknown);
        }
    }

    /** Takes a step back; a refusal to be taken back is no answer, so it is repeated like everything else. */
    static StepOutcome ofUndo(SagaStep step, SagaContext context) {
        try {
            step.undo().accept(context);
            return new Done("");
        } catch (RuntimeException unknown) {
            return new Unknown(unknown);
        }
    }
}
