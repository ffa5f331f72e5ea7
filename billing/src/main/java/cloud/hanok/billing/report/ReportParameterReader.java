package cloud.hanok.billing.report;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one parameter each; what is wrong is said with the name the caller used. */
final class ReportParameterReader {
    /** The last second of the year 9999: past it no calendar of a client is right. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private static final String PAGE_PREFIX = "page_";
    private static final String LABEL_PREFIX = "label:";
    private static final String METADATA_PREFIX = "metadata:";

    private ReportParameterReader() {}

    static BucketWidth width(@Nullable String text) {
        if (text == null) {
            return BucketWidth.DAY;
        }
        return BucketWidth.of(text).orElseThrow(() -> {
            String choices =
                    Arrays.stream(BucketWidth.values()).map(BucketWidth::text).collect(Collectors.joining(", "));
            return invalid(
                    "bucket_width",
                    "'bucket_width' must be one of: " + choices + ".",
                    "'bucket_width'는 다음 중 하나여야 합니다: " + choices);
        });
    }

    static Instant start(@Nullable Long seconds) {
        if (seconds == null) {
            throw invalid("start_time", "'start_time' (Unix seconds) is required.", "'start_time'(유닉스 초)이 필요합니다.");
        }
        return instant("start_time", seconds);
    }

    /** Exclusive; never beyond this moment, for nothing is there. */
    static Instant end(@Nullable Long seconds, Instant start, Instant now) {
        Instant present = now.plusMillis(1);
        if (seconds == null) {
            return present;
        }
        Instant end = instant("end_time", seconds);
        if (!end.isAfter(start)) {
            throw invalid("end_time", "'end_time' must be after 'start_time'.", "'end_time'은 'start_time'보다 뒤여야 합니다.");
        }
        return end.isAfter(present) ? present : end;
    }

    static int limit(@Nullable Integer limit, int defaultLimit, int maxLimit) {
        if (limit == null) {
            return defaultLimit;
        }
        if (limit < 1 || limit > maxLimit) {
            throw invalid(
                    "limit",
                    "'limit' must be between 1 and " + maxLimit + " buckets for this 'bucket_width'; it was " + limit
                            + ".",
                    "이 'bucket_width'에서 'limit'는 1 이상 " + maxLimit + " 이하여야 합니다. 입력값: " + limit);
        }
        return limit;
    }

    static String pageOf(Instant start) {
        return PAGE_PREFIX + start.getEpochSecond();
    }

    static Instant page(@Nullable String page, Instant first, Instant last, BucketWidth width) {
        if (page == null) {
            return first;
        }
        try {
            if (page.startsWith(PAGE_PREFIX)) {
                Instant start = Instant.ofEpochSecond(Long.parseLong(page.substring(PAGE_PREFIX.length())));
                if (!start.isBefore(first)
                        && !start.isAfter(last)
                        && width.startOf(start).equals(start)) {
                    return start;
                }
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw badPage();
        }
        throw badPage();
    }

    static <T> Set<T> ids(String field, List<String> texts, Function<String, T> parse) {
        if (texts.size() > ReportQuery.MAX_VALUES) {
            throw invalid(
                    field,
                    "'" + field + "' may have at most " + ReportQuery.MAX_VALUES + " values.",
                    "'" + field + "'에는 최대 " + ReportQuery.MAX_VALUES + "개까지 넣을 수 있습니다.");
        }
        Set<T> ids = new HashSet<>();
        for (String text : texts) {
            try {
                ids.add(parse.apply(text));
            } catch (IllegalArgumentException e) {
                throw invalid(
                        field,
                        "'" + field + "' has a value that is not such an id: " + e.getMessage() + ".",
                        "'" + field + "'에 올바르지 않은 식별자가 있습니다: " + e.getMessage());
            }
        }
        return ids;
    }

    static Set<GroupBy> groups(Collection<String> texts, Set<GroupBy> allowed) {
        EnumSet<GroupBy> groups = EnumSet.noneOf(GroupBy.class);
        for (String text : texts) {
            if (text.startsWith(LABEL_PREFIX) || text.startsWith(METADATA_PREFIX)) {
                continue;
            }
            groups.add(GroupBy.of(text).filter(allowed::contains).orElseThrow(() -> {
                String choices = allowed.stream().map(GroupBy::text).collect(Collectors.joining(", "))
                        + ", label:<name>, metadata:<name>";
                return invalid(
                        "group_by",
                        "'group_by' must be of: " + choices + ".",
                        "'group_by'는 다음 중에서 골라야 합니다: " + choices);
            }));
        }
        return groups;
    }

    /** The name after {@code label:}; null when no label is asked for. */
    static @Nullable String groupLabel(Collection<String> texts) {
        return named(texts, LABEL_PREFIX, "label", "라벨을");
    }

    /** The name after {@code metadata:}; null when none is asked for. */
    static @Nullable String groupMetadata(Collection<String> texts) {
        return named(texts, METADATA_PREFIX, "name of metadata", "메타데이터 이름을");
    }

    /** A bucket of which more would have to be read than can be in one answer. */
    static BillingProblemException tooManyEvents(Instant bucket, int most) {
        return invalid(
                "bucket_width",
                "More than " + most + " attempts are in the bucket of " + bucket
                        + ", and a report by metadata reads each of them. Ask for a smaller 'bucket_width': 1h or 1m.",
                bucket + "에 시작하는 구간의 호출이 " + most + "건을 넘습니다. 메타데이터 보고서는 호출을 하나씩 읽으므로 더 작은"
                        + " 'bucket_width'(1h 또는 1m)로 요청하세요.");
    }

    private static @Nullable String named(Collection<String> texts, String prefix, String english, String korean) {
        List<String> names = texts.stream()
                .filter(text -> text.startsWith(prefix))
                .distinct()
                .toList();
        if (names.size() > 1) {
            throw invalid(
                    "group_by",
                    "'group_by' may have at most one " + english + ".",
                    "'group_by'에는 " + korean + " 하나만 넣을 수 있습니다.");
        }
        return names.isEmpty() ? null : names.getFirst().substring(prefix.length());
    }

    private static Instant instant(String field, long seconds) {
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw invalid(
                    field,
                    "'" + field + "' must be Unix seconds (not milliseconds) between 0 and " + MAX_SECONDS + ".",
                    "'" + field + "'은 밀리초가 아닌 유닉스 초이며 0 이상 " + MAX_SECONDS + " 이하여야 합니다.");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static BillingProblemException badPage() {
        return invalid(
                "page",
                "'page' must be the 'next_page' of a page of this same report.",
                "'page'에는 같은 보고서의 이전 페이지에서 받은 'next_page'를 넣어야 합니다.");
    }

    private static BillingProblemException invalid(String field, String english, String korean) {
        return new BillingProblemException(new BillingProblem.InvalidParameter(field, english, korean));
    }
}
