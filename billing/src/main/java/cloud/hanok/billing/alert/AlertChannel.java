package cloud.hanok.billing.alert;

import java.util.List;

/**
 * Who hears of an alert. Its {@code toString} says nothing: it is personal data.
 *
 * @param recipients addresses, each once, at most {@value #MAX_RECIPIENTS}; empty for the tenant's owners and billing viewers
 * @param subjectPrefix what the subject begins with, one line; may be empty
 */
public record AlertChannel(List<String> recipients, String subjectPrefix) {
    /** An address of a group reaches more. */
    public static final int MAX_RECIPIENTS = 20;

    /** What is left of one once the key it was sealed with is destroyed. */
    static final AlertChannel ERASED = new AlertChannel(List.of(), "");

    public AlertChannel {
        if (recipients.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException("an alert has at most " + MAX_RECIPIENTS + " recipients");
        }
        recipients = List.copyOf(recipients);
    }

    @Override
    public String toString() {
        return "AlertChannel";
    }
}
