package cloud.hanok.api.files;

import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.openai.Refusals;
import java.time.Duration;
import java.util.Optional;

/** How long a file is to be kept, as OpenAI's API says it in JSON. */
public final class ExpiresAfter {
    private ExpiresAfter() {}

    /**
     * Reads it; empty where it is not said.
     *
     * @throws cloud.hanok.api.error.ApiException when it is out of bounds
     */
    public static Optional<Duration> of(JsonObject json, String field) {
        if (!json.has(field)) {
            return Optional.empty();
        }
        JsonObject expiry = json.object(field);
        if (!expiry.text("anchor").equals(FileFields.CREATED_AT)) {
            throw Refusals.value(field + ".anchor", "it must be created_at", "created_at이어야 합니다");
        }
        long seconds = expiry.integer("seconds", FileFields.LEAST_SECONDS, FileFields.MOST_SECONDS);
        expiry.end();
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
