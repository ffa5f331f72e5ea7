package cloud.hanok.api.responses;

import java.time.Duration;

/**
 * Bounds of answers that nobody waits for.
 *
 * @param running how many one gateway answers at once
 * @param patience how long one is tried again when the machines cannot answer it
 * @param hold how long whoever answers one is believed to live without a sign
 * @param look between two looks at what waits
 */
public record BackgroundSettings(int running, Duration patience, Duration hold, Duration look) {
    /** The ordinary bounds but for those that an operator sets. */
    public static BackgroundSettings of(int running, Duration patience) {
        return new BackgroundSettings(running, patience, Duration.ofSeconds(10), Duration.ofSeconds(1));
    }
}
