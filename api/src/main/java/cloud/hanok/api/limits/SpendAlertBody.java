package cloud.hanok.api.limits;

import cloud.hanok.api.http.JsonObject;
import cloud.hanok.billing.alert.AlertChannel;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.request.DisplayName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants an alert to be.
 *
 * @param channel null where the request says nothing of it
 */
record SpendAlertBody(long thresholdWon, @Nullable AlertChannel channel) {
    private static final String CHANNEL = "notification_channel";

    static SpendAlertBody read(byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        long won = fields.integer("threshold_amount", 1, LimitBodies.MOST_WON);
        fields.choice("currency", LimitBodies.only(SpendLimitView.CURRENCY), SpendLimitView.CURRENCY);
        fields.choice("interval", LimitBodies.only(SpendLimitView.INTERVAL), SpendLimitView.INTERVAL);
        AlertChannel channel = fields.has(CHANNEL) ? channel(fields.object(CHANNEL)) : null;
        fields.end();
        return new SpendAlertBody(won, channel);
    }

    private static AlertChannel channel(JsonObject fields) {
        fields.choice("type", LimitBodies.only(SpendAlertView.EMAIL), SpendAlertView.EMAIL);
        List<String> given = fields.texts("recipients", AlertChannel.MAX_RECIPIENTS, EmailAddress.MAX_CHARS);
        Optional<String> prefix = fields.optionalText("subject_prefix", DisplayName.MAX_CODE_POINTS);
        fields.end();
        Set<String> recipients = new LinkedHashSet<>();
        for (int i = 0; i < given.size(); i++) {
            recipients.add(EmailAddress.of(CHANNEL + ".recipients[" + i + "]", given.get(i))
                    .value());
        }
        return new AlertChannel(
                new ArrayList<>(recipients),
                prefix.map(text -> DisplayName.of(CHANNEL + ".subject_prefix", text))
                        .orElse(""));
    }
}
