package cloud.hanok.api.http;

import cloud.hanok.api.error.ApiError;
import org.jspecify.annotations.Nullable;

/** Says what a refusal of each room means over HTTP. The rooms word it; here it gets its status and its code. */
final class RoomErrors {
    private RoomErrors() {}

    /** What the caller is told, or null when it is no refusal of a room. */
    static @Nullable ApiError of(Throwable thrown) {
        return null;
    }
}
