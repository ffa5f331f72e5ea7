package cloud.hanok.tenant.organization;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For how many days a tenant keeps what its people and keys ask it to keep; null: as the installation says.
 *
 * @param responses responses and chat completions; 0: none is kept
 * @param conversations 0: there are none
 * @param files at least 1
 */
public record DataRetention(
        @Nullable Integer responses,
        @Nullable Integer conversations,
        @Nullable Integer files) {
    /** The most that can be said. */
    public static final int MOST_DAYS = 365;

    /** Nothing was said. */
    public static final DataRetention USUAL = new DataRetention(null, null, null);

    /** Whether what was asked and answered is kept for whoever asks for it. */
    public boolean keepsResponses() {
        return responses == null || responses > 0;
    }

    /** A number of days as a duration; empty where none was said. */
    public static Optional<Duration> days(@Nullable Integer days) {
        return Optional.ofNullable(days).map(Duration::ofDays);
    }

    /**
     * The same.
     *
     * @throws TenantProblemException when it cannot hold
     */
    DataRetention checked() {
        check("responses_days", responses, 0);
        check("conversations_days", conversations, 0);
        check("files_days", files, 1);
        if (!keepsResponses() && !Integer.valueOf(0).equals(conversations)) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "conversations_days",
                    "'conversations_days' must be 0 where 'responses_days' is: a conversation keeps what was asked and answered.",
                    "'responses_days'가 0이면 'conversations_days'도 0이어야 합니다. 대화에는 질문과 답변이 보관됩니다."));
        }
        return this;
    }

    private static void check(String name, @Nullable Integer days, int least) {
        if (days != null && (days < least || days > MOST_DAYS)) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    name,
                    "'" + name + "' must be from " + least + " to " + MOST_DAYS
                            + " days, or null for what is usual here.",
                    "'" + name + "'는 " + least + "일 이상 " + MOST_DAYS + "일 이하이거나, 기본값을 쓰려면 null이어야 합니다."));
        }
    }
}
