package cloud.hanok.billing.report;

import cloud.hanok.billing.usage.UsageGroup;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A report that can be served. Buckets are always whole: the range is widened to the borders of its first and last
 * bucket, and ends with the bucket that holds this moment.
 *
 * @param tenant whose usage
 * @param from the start of the first bucket of this page
 * @param to the end of the last bucket of all pages, exclusive
 * @param width of the buckets
 * @param limit buckets of this page at most
 * @param projects only these; empty for all
 * @param keys only these; empty for all
 * @param members only what these asked with tokens of their own; empty for all
 * @param models only these; empty for all
 * @param batch only what was asked in batches, or only what was not; null for both
 * @param labels what the labels of keys must be
 * @param metadata what callers must have said about their requests
 * @param groupBy what the rows are split by
 * @param groupLabel the label of keys by whose values the rows are split besides, or null
 * @param groupMetadata the name of metadata by whose values the rows are split besides, or null
 */
public record ReportQuery(
        TenantId tenant,
        Instant from,
        Instant to,
        BucketWidth width,
        int limit,
        Set<ProjectId> projects,
        Set<KeyId> keys,
        Set<MemberId> members,
        Set<String> models,
        @Nullable Boolean batch,
        PairFilter labels,
        PairFilter metadata,
        Set<GroupBy> groupBy,
        @Nullable String groupLabel,
        @Nullable String groupMetadata) {
    /** Values of one list parameter: enough for every project of a large agency. */
    public static final int MAX_VALUES = 1_000;

    private static final EnumSet<GroupBy> USAGE_GROUPS =
            EnumSet.of(GroupBy.PROJECT, GroupBy.API_KEY, GroupBy.USER, GroupBy.MODEL, GroupBy.BATCH);
    private static final EnumSet<GroupBy> COST_GROUPS = EnumSet.allOf(GroupBy.class);
    private static final int MAX_COST_DAYS = 180;

    public ReportQuery {
        projects = Set.copyOf(projects);
        keys = Set.copyOf(keys);
        members = Set.copyOf(members);
        models = Set.copyOf(models);
        groupBy = Set.copyOf(groupBy);
    }

    /**
     * Checks the parameters of {@code usage/completions}.
     *
     * @throws cloud.hanok.billing.BillingProblemException {@code invalid_parameter}, naming the parameter
     */
    public static ReportQuery usage(TenantId tenant, ReportParameters given, Instant now) {
        BucketWidth width = ReportParameterReader.width(given.bucketWidth());
        return read(tenant, given, now, width, USAGE_GROUPS, width.defaultLimit(), width.maxLimit());
    }

    /**
     * Checks the parameters of {@code costs}. OpenAI's has days alone; a page of ours may have 180 of them as well.
     *
     * @throws cloud.hanok.billing.BillingProblemException {@code invalid_parameter}, naming the parameter
     */
    public static ReportQuery costs(TenantId tenant, ReportParameters given, Instant now) {
        BucketWidth width = ReportParameterReader.width(given.bucketWidth());
        int maxLimit = width == BucketWidth.DAY ? MAX_COST_DAYS : width.maxLimit();
        return read(tenant, given, now, width, COST_GROUPS, width.defaultLimit(), maxLimit);
    }

    /** Whether the labels of keys have a say in it. */
    public boolean needsLabels() {
        return !labels.isEmpty() || groupLabel != null;
    }

    /** Whether metadata of requests has a say in it: no sum has that, so each event is read. */
    boolean needsEvents() {
        return !metadata.isEmpty() || groupMetadata != null;
    }

    /** Whether a group passes the filters. */
    boolean accepts(UsageGroup group, Map<KeyId, Map<String, String>> labelsOfKeys) {
        return (projects.isEmpty() || projects.contains(group.project()))
                && accepts(keys, group.caller())
                && accepts(members, group.caller())
                && (models.isEmpty() || models.contains(group.model()))
                && (batch == null || batch == group.inBatch())
                && labels.accepts(labelsOf(group.caller(), labelsOfKeys));
    }

    /** The labels of the key that asked; none of a member. */
    static Map<String, String> labelsOf(CallerId caller, Map<KeyId, Map<String, String>> labelsOfKeys) {
        return caller instanceof KeyId key ? labelsOfKeys.getOrDefault(key, Map.of()) : Map.of();
    }

    private static boolean accepts(Set<? extends CallerId> callers, CallerId caller) {
        return callers.isEmpty() || callers.contains(caller);
    }

    private static ReportQuery read(
            TenantId tenant,
            ReportParameters given,
            Instant now,
            BucketWidth width,
            Set<GroupBy> allowedGroups,
            int defaultLimit,
            int maxLimit) {
        Instant start = ReportParameterReader.start(given.startTime());
        Instant end = ReportParameterReader.end(given.endTime(), start, now);
        Instant first = width.startOf(start);
        Instant last = width.startOf(end.minusMillis(1));
        return new ReportQuery(
                tenant,
                ReportParameterReader.page(given.page(), first, last, width),
                last.isBefore(first) ? first : width.after(last),
                width,
                ReportParameterReader.limit(given.limit(), defaultLimit, maxLimit),
                ReportParameterReader.ids("project_ids", given.projectIds(), ProjectId::parse),
                ReportParameterReader.ids("api_key_ids", given.apiKeyIds(), KeyId::parse),
                ReportParameterReader.ids("user_ids", given.userIds(), MemberId::parse),
                ReportParameterReader.ids("models", given.models(), model -> model),
                given.batch(),
                PairFilter.read("labels", given.labels()),
                PairFilter.read("metadata", given.metadata()),
                ReportParameterReader.groups(given.groupBy(), allowedGroups),
                ReportParameterReader.groupLabel(given.groupBy()),
                ReportParameterReader.groupMetadata(given.groupBy()));
    }
}
