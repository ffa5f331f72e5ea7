package cloud.hanok.billing.report;

import cloud.hanok.billing.usage.UsageTotals;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * What one group of a bucket used. What was not grouped by is null.
 *
 * @param project workspace
 * @param key key; null also where members asked
 * @param member member who asked with a token of their own; null also where keys were used
 * @param label the value of the label that was grouped by; null also where a key has none
 * @param metadata the value of the metadata that was grouped by; null also where a request has none
 * @param model name the callers asked for
 * @param batch whether it was asked in batches
 * @param totals the sums, in disjoint buckets
 */
public record CompletionsResult(
        @Nullable ProjectId project,
        @Nullable KeyId key,
        @Nullable MemberId member,
        @Nullable String label,
        @Nullable String metadata,
        @Nullable String model,
        @Nullable Boolean batch,
        UsageTotals totals) {}
