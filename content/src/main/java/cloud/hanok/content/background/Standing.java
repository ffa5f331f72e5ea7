package cloud.hanok.content.background;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a response stands.
 *
 * @param project whose it is
 * @param streamed whether its events are kept
 * @param by the request that answers it, or did; null before it was begun
 * @param heldUntil until when whoever answers it is believed to live; null before it was begun
 * @param outcome what it came to; null while that is open
 * @param ended whether the whole of what it came to is kept
 */
public record Standing(
        ProjectId project,
        boolean streamed,
        @Nullable RequestId by,
        @Nullable Instant heldUntil,
        @Nullable Outcome outcome,
        boolean ended) {
    /** Whether somebody answers it at this moment. */
    public boolean isHeld(Instant now) {
        return heldUntil != null && now.isBefore(heldUntil);
    }
}
