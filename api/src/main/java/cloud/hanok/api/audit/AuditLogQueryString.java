package cloud.hanok.api.audit;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.compliance.audit.AuditQuery;
import cloud.hanok.platform.id.AuditEventId;
import io.micronaut.http.HttpParameters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query string of an audit log: names and forms of OpenAI's. */
public final class AuditLogQueryString {
    /** Values of one filter; more are a mistake. */
    private static final int MAX_VALUES = 100;

    /** None would be everybody. */
    private static final Set<String> NOBODY = Set.of("nobody");

    private static final Set<String> KNOWN = Set.of(
            "effective_at[gt]",
            "effective_at[gte]",
            "effective_at[lt]",
            "effective_at[lte]",
            "event_types",
            "actor_ids",
            "actor_emails",
            "project_ids",
            "resource_ids",
            "limit",
            "after",
            "before");

    private AuditLogQueryString() {}

    /**
     * Reads it.
     *
     * @param since when the log began: nothing is looked for before
     * @param actorsOf the ids of the members whose addresses these are; asked only when the query names any
     * @throws ApiException naming the parameter that is unknown or wrong
     */
    public static AuditQuery read(HttpParameters query, Instant since, Function<Set<String>, Set<String>> actorsOf) {
        for (String name : query.names()) {
            if (!KNOWN.contains(plain(name))) {
                throw new ApiException(ApiError.about(ErrorCode.UNKNOWN_PARAMETER, name));
            }
        }
        Instant from = since;
        from = later(from, second(query, "effective_at[gte]", 0));
        from = later(from, second(query, "effective_at[gt]", 1));
        Instant until = earlier(second(query, "effective_at[lt]", 0), second(query, "effective_at[lte]", 1));
        Integer limit = query.get("limit", Integer.class).orElse(null);
        return new AuditQuery(
                from,
                until,
                values(query, "event_types"),
                actors(query, actorsOf),
                values(query, "project_ids"),
                values(query, "resource_ids"),
                cursor(query, "after"),
                cursor(query, "before"),
                PageQuery.of(null, limit).limit());
    }

    private static Set<String> actors(HttpParameters query, Function<Set<String>, Set<String>> actorsOf) {
        Set<String> ids = values(query, "actor_ids");
        Set<String> emails = values(query, "actor_emails");
        if (emails.isEmpty()) {
            return ids;
        }
        Set<String> actors = new HashSet<>(actorsOf.apply(emails));
        if (!ids.isEmpty()) {
            actors.retainAll(ids);
        }
        return actors.isEmpty() ? NOBODY : actors;
    }

    private static @Nullable Instant second(HttpParameters query, String name, int plusSeconds) {
        String text = query.get(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(Math.addExact(Long.parseLong(text), plusSeconds));
        } catch (NumberFormatException | ArithmeticException | DateTimeException wrong) {
            throw new ApiException(ApiError.about(ErrorCode.INVALID_TYPE, name, "Unix seconds"), wrong);
        }
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other == null || other.isBefore(one) ? one : other;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static Set<String> values(HttpParameters query, String name) {
        var values = new HashSet<>(query.getAll(name));
        values.addAll(query.getAll(name + "[]"));
        if (values.size() > MAX_VALUES) {
            throw new ApiException(ApiError.invalidValue(
                    name, "at most " + MAX_VALUES + " values are allowed", "최대 " + MAX_VALUES + "개까지 넣을 수 있습니다"));
        }
        return values;
    }

    private static @Nullable AuditEventId cursor(HttpParameters query, String name) {
        String text = query.get(name);
        if (text == null) {
            return null;
        }
        try {
            return AuditEventId.parse(text);
        } catch (IllegalArgumentException noEvent) {
            throw new ApiException(ApiError.invalidValue(name, "it is no id of an event", "이벤트 ID가 아닙니다"), noEvent);
        }
    }

    private static String plain(String name) {
        return name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
    }
}
