package cloud.hanok.cluster.control;

import java.time.Duration;

/**
 * How often things are looked at.
 *
 * @param probeEvery the time between two looks at an engine
 * @param startingProbeEvery the same while it starts: somebody waits for it
 * @param sweepEvery the time between two readings of everything recorded, whether or not a change was announced
 * @param backOffFirst the wait before an engine is started again, doubled with each failure
 * @param backOffLast the longest such wait
 * @param steadyAfter an engine that served this long had no failure
 * @param drainTimeout how long requests in flight may go on when a deployment is deleted
 */
public record ControlPace(
        Duration probeEvery,
        Duration startingProbeEvery,
        Duration sweepEvery,
        Duration backOffFirst,
        Duration backOffLast,
        Duration steadyAfter,
        Duration drainTimeout) {
    /** Once a second, and a minute at most between two starts. */
    public static final ControlPace USUAL = new ControlPace(
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(60));

    /** The wait after so many failures in a row, at least one. */
    Duration backOff(int failures) {
        Duration wait = backOffFirst;
        for (int i = 1; i < failures && wait.compareTo(backOffLast) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(backOffLast) < 0 ? wait : backOffLast;
    }
}
