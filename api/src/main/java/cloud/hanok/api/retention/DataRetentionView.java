package cloud.hanok.api.retention;

import cloud.hanok.api.audit.Audited;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For how long an organization keeps what it is asked to keep, in the shape of OpenAI's with numbers of days.
 *
 * @param type {@code zero_data_retention} where nothing is kept of what is asked and answered, else {@code none}
 * @param filesDays null: until they are deleted
 * @param defaults what holds where nothing was said
 */
public record DataRetentionView(
        String object,
        String type,
        @JsonProperty("responses_days") long responsesDays,
        @JsonProperty("conversations_days") long conversationsDays,

        @JsonProperty("files_days") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Long filesDays,

        Days defaults)
        implements Audited {
    static final String OBJECT = "organization.data_retention";

    /** Nothing of what is asked and answered is kept. */
    static final String ZERO = "zero_data_retention";

    /** Nothing was taken away from what is usual. */
    static final String NONE = "none";

    /** There is one in an organization. */
    @Override
    public String id() {
        return object;
    }

    /** As the fields of the view. */
    public record Days(
            @JsonProperty("responses_days") long responsesDays,
            @JsonProperty("conversations_days") long conversationsDays,

            @JsonProperty("files_days") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long filesDays) {
        static Days of(Duration responses, Duration conversations, Optional<Duration> files) {
            return new Days(
                    responses.toDays(),
                    conversations.toDays(),
                    files.map(Duration::toDays).orElse(null));
        }
    }

    static DataRetentionView of(Days now, Days defaults) {
        boolean zero = now.responsesDays == 0 && now.conversationsDays == 0;
        return new DataRetentionView(
                OBJECT, zero ? ZERO : NONE, now.responsesDays, now.conversationsDays, now.filesDays, defaults);
    }
}
