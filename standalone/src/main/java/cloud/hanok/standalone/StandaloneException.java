package cloud.hanok.standalone;

/** A failure on this machine, said with the next step a person should take. */
public final class StandaloneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String nextStep;

    /**
     * @param problem what went wrong, naming the thing
     * @param nextStep what to do about it
     */
    public StandaloneException(String problem, String nextStep) {
        super(problem);
        this.nextStep = nextStep;
    }

    /**
     * @param problem what went wrong, naming the thing
     * @param nextStep what to do about it
     * @param cause the failure underneath
     */
    public StandaloneException(String problem, String nextStep, Throwable cause) {
        super(problem, cause);
        this.nextStep = nextStep;
    }

    /** What to do about it, in one sentence. */
    public String nextStep() {
        return nextStep;
    }

    @Override
    public String toString() {
        return getMessage() + " Next: " + nextStep;
    }
}
