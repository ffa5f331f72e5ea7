package cloud.hanok.api.limits;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.billing.alert.SpendAlert;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert of a month's spending, in the shape of OpenAI's, in won where they have cents.
 *
 * @param thresholdAmount won
 * @param interval always {@code month}, of Seoul's calendar
 */
public record SpendAlertView(
        String object,
        String id,
        @JsonProperty("threshold_amount") long thresholdAmount,
        String currency,
        String interval,
        @JsonProperty("notification_channel") Channel channel)
        implements Audited {
    static final String EMAIL = "email";

    /**
     * Who hears of it.
     *
     * @param type always {@code email}
     * @param recipients empty for owners and billing viewers
     */
    public record Channel(
            String type,
            List<String> recipients,
            @JsonProperty("subject_prefix") @Nullable String subjectPrefix) {}

    /**
     * That one was deleted.
     *
     * @param deleted always true
     */
    public record Deleted(String object, String id, boolean deleted) {}

    static SpendAlertView of(SpendAlert alert) {
        String prefix = alert.channel().subjectPrefix();
        return new SpendAlertView(
                object(alert),
                alert.id().text(),
                alert.thresholdWon(),
                SpendLimitView.CURRENCY,
                SpendLimitView.INTERVAL,
                new Channel(EMAIL, alert.channel().recipients(), prefix.isEmpty() ? null : prefix));
    }

    static String object(SpendAlert alert) {
        return alert.project() == null ? "organization.spend_alert" : "project.spend_alert";
    }
}
