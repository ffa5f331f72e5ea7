package cloud.hanok.cluster.deployment;

import java.util.Arrays;
import java.util.Locale;

/**
 * How far a deployment is. {@code pending -> starting -> ready}; from each of them to {@code failed} (and from there
 * to {@code starting} again, for as long as it is wanted) and to {@code stopping -> deleted}.
 */
public enum DeploymentState {
    /** Recorded; nobody took it up yet. */
    PENDING,
    /** Its engine is being started, or was not heard from yet. */
    STARTING,
    /** It serves. */
    READY,
    /** It does not serve; the status says why. It is tried again. */
    FAILED,
    /** No new request reaches it; those in flight go on. */
    STOPPING,
    /** Its engine is gone and its name is free. */
    DELETED;

    /** Its name in the API and in the store. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static DeploymentState parse(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of a deployment: " + text));
    }
}
