package cloud.hanok.api.organization;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.report.ReportParameters;
import io.micronaut.http.HttpParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query string of a report. Lists are taken as SDKs write them: repeated ({@code models=a&models=b}), and with
 * brackets ({@code models[]=a}). Filters of OpenAI that name what we do not have are refused rather than ignored: an
 * ignored filter would report too much.
 */
final class ReportQueryString {
    private static final Set<String> KNOWN = Set.of(
            "start_time",
            "end_time",
            "bucket_width",
            "project_ids",
            "api_key_ids",
            "user_ids",
            "models",
            "batch",
            "labels",
            "metadata",
            "group_by",
            "limit",
            "page");

    private ReportQueryString() {}

    /**
     * Reads it.
     *
     * @throws ApiException naming the parameter that is unknown or no number
     */
    static ReportParameters read(HttpParameters query) {
        for (String name : query.names()) {
            if (!KNOWN.contains(plain(name))) {
                throw new ApiException(ApiError.about(ErrorCode.UNKNOWN_PARAMETER, name));
            }
        }
        Long limit = number(query, "limit");
        return new ReportParameters(
                number(query, "start_time"),
                number(query, "end_time"),
                query.get("bucket_width"),
                list(query, "project_ids"),
                list(query, "api_key_ids"),
                list(query, "user_ids"),
                list(query, "models"),
                flag(query, "batch"),
                list(query, "labels"),
                list(query, "metadata"),
                list(query, "group_by"),
                limit == null ? null : Math.clamp(limit, Integer.MIN_VALUE, Integer.MAX_VALUE),
                query.get("page"));
    }

    private static List<String> list(HttpParameters query, String name) {
        var values = new ArrayList<>(query.getAll(name));
        values.addAll(query.getAll(name + "[]"));
        return values;
    }

    private static @Nullable Boolean flag(HttpParameters query, String name) {
        return switch (query.get(name)) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw new ApiException(ApiError.about(ErrorCode.INVALID_TYPE, name, "a boolean"));
        };
    }

    private static @Nullable Long number(HttpParameters query, String name) {
        String text = query.get(name);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException wrong) {
            throw new ApiException(ApiError.about(ErrorCode.INVALID_TYPE, name, "an integer"), wrong);
        }
    }

    private static String plain(String name) {
        return name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
    }
}
