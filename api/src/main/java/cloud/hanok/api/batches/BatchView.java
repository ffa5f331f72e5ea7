package cloud.hanok.api.batches;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.BatchCounts;
import cloud.hanok.content.batch.BatchProblem;
import cloud.hanok.content.batch.BatchState;
import cloud.hanok.content.batch.BatchUsage;
import cloud.hanok.platform.id.Id;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch, as OpenAI's API shows it. Times are Unix seconds, null before they came.
 *
 * @param object always {@code batch}
 * @param errors why it failed; null otherwise
 * @param counts how far it is
 * @param usage tokens of the answers so far
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BatchView(
        String id,
        String object,
        String endpoint,
        @Nullable Errors errors,
        @JsonProperty("input_file_id") String inputFileId,
        @JsonProperty("completion_window") String completionWindow,
        String status,
        @JsonProperty("output_file_id") @Nullable String outputFileId,
        @JsonProperty("error_file_id") @Nullable String errorFileId,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("in_progress_at") @Nullable Long inProgressAt,
        @JsonProperty("expires_at") long expiresAt,
        @JsonProperty("finalizing_at") @Nullable Long finalizingAt,
        @JsonProperty("completed_at") @Nullable Long completedAt,
        @JsonProperty("failed_at") @Nullable Long failedAt,
        @JsonProperty("expired_at") @Nullable Long expiredAt,
        @JsonProperty("cancelling_at") @Nullable Long cancellingAt,
        @JsonProperty("cancelled_at") @Nullable Long cancelledAt,
        @JsonProperty("request_counts") Counts counts,
        Map<String, String> metadata,
        Usage usage)
        implements Audited {
    /** The only window there is. */
    static final String WINDOW = "24h";

    /**
     * @param object always {@code list}
     * @param data what is wrong
     */
    public record Errors(String object, List<Problem> data) {}

    /** One thing that is wrong, as {@link BatchProblem} has it. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Problem(
            String code,
            String message,
            @Nullable String param,
            @Nullable Integer line) {
        static Problem of(BatchProblem problem) {
            return new Problem(problem.code(), problem.message(), problem.param(), problem.line());
        }
    }

    /**
     * @param total lines with a request
     * @param completed of those, with an answer
     * @param failed of those, without
     */
    public record Counts(int total, int completed, int failed) {}

    /** Tokens, cached ones and reasoning included. */
    public record Usage(
            @JsonProperty("input_tokens") long inputTokens,
            @JsonProperty("input_tokens_details") InputDetails inputDetails,
            @JsonProperty("output_tokens") long outputTokens,
            @JsonProperty("output_tokens_details") OutputDetails outputDetails,
            @JsonProperty("total_tokens") long totalTokens) {
        static Usage of(BatchUsage usage) {
            return new Usage(
                    usage.input(),
                    new InputDetails(usage.cached()),
                    usage.output(),
                    new OutputDetails(usage.reasoning()),
                    usage.total());
        }
    }

    /** Of the input. */
    public record InputDetails(
            @JsonProperty("cached_tokens") long cachedTokens) {}

    /** Of the output. */
    public record OutputDetails(
            @JsonProperty("reasoning_tokens") long reasoningTokens) {}

    static BatchView of(Batch batch, BatchCounts counts) {
        Batch.Course course = batch.course();
        List<Problem> problems = course.problems().stream().map(Problem::of).toList();
        return new BatchView(
                batch.id().text(),
                "batch",
                batch.asked().endpoint(),
                problems.isEmpty() ? null : new Errors("list", problems),
                batch.asked().input().text(),
                WINDOW,
                batch.state().word(),
                course.outputFile().map(Id::text).orElse(null),
                course.errorFile().map(Id::text).orElse(null),
                batch.createdAt().getEpochSecond(),
                seconds(course.startedAt()),
                batch.expiresAt().getEpochSecond(),
                seconds(course.finalizingAt()),
                ended(batch, BatchState.COMPLETED),
                ended(batch, BatchState.FAILED),
                ended(batch, BatchState.EXPIRED),
                seconds(course.cancellingAt()),
                ended(batch, BatchState.CANCELLED),
                new Counts(course.total(), counts.completed(), counts.failed()),
                batch.asked().metadata(),
                Usage.of(counts.usage()));
    }

    private static @Nullable Long ended(Batch batch, BatchState how) {
        return batch.state() == how ? seconds(batch.course().endedAt()) : null;
    }

    private static @Nullable Long seconds(Optional<Instant> at) {
        return at.map(Instant::getEpochSecond).orElse(null);
    }
}
