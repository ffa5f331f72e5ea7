package cloud.hanok.billing.report;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a report as they stand in the query string; nothing is checked yet.
 *
 * @param startTime {@code start_time}, Unix seconds; required
 * @param endTime {@code end_time}, Unix seconds, exclusive
 * @param bucketWidth {@code bucket_width}
 * @param projectIds {@code project_ids}; empty for all
 * @param apiKeyIds {@code api_key_ids}; empty for all
 * @param userIds {@code user_ids}: members who asked with tokens of their own; empty for all
 * @param models {@code models}; empty for all
 * @param batch {@code batch}: only what was asked in batches, or only what was not; null for both
 * @param labels {@code labels}: {@code name:value} of keys; empty for all
 * @param metadata {@code metadata}: {@code name:value} of requests; empty for all
 * @param groupBy {@code group_by}
 * @param limit {@code limit}: buckets of a page
 * @param page {@code page}: {@code next_page} of the page before
 */
public record ReportParameters(
        @Nullable Long startTime,
        @Nullable Long endTime,
        @Nullable String bucketWidth,
        List<String> projectIds,
        List<String> apiKeyIds,
        List<String> userIds,
        List<String> models,
        @Nullable Boolean batch,
        List<String> labels,
        List<String> metadata,
        List<String> groupBy,
        @Nullable Integer limit,
        @Nullable String page) {
    public ReportParameters {
        projectIds = List.copyOf(projectIds);
        apiKeyIds = List.copyOf(apiKeyIds);
        userIds = List.copyOf(userIds);
        models = List.copyOf(models);
        labels = List.copyOf(labels);
        metadata = List.copyOf(metadata);
        groupBy = List.copyOf(groupBy);
    }

    /** The same of these projects alone, of which there is at least one. */
    public ReportParameters ofProjects(Collection<String> projects) {
        if (projects.isEmpty()) {
            throw new IllegalArgumentException("no project would mean every project");
        }
        return new ReportParameters(
                startTime,
                endTime,
                bucketWidth,
                List.copyOf(projects),
                apiKeyIds,
                userIds,
                models,
                batch,
                labels,
                metadata,
                groupBy,
                limit,
                page);
    }

    /** Everything from here on, nothing else said. */
    public static ReportParameters from(long startTime) {
        return new ReportParameters(
                startTime, null, null, List.of(), List.of(), List.of(), List.of(), null, List.of(), List.of(),
                List.of(), null, null);
    }
}
