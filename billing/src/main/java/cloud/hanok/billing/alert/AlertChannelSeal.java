package cloud.hanok.billing.alert;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.SpendAlertId;
import cloud.hanok.platform.id.TenantId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seals who hears of an alert with the tenant's key, for the one row it is stored in. Both methods throw
 * {@link cloud.hanok.platform.vault.VaultUnavailableException} when the key is not in memory and the key store does not answer.
 */
final class AlertChannelSeal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Envelopes envelopes;

    AlertChannelSeal(Envelopes envelopes) {
        this.envelopes = envelopes;
    }

    ByteBuffer seal(TenantId tenant, SpendAlertId alert, AlertChannel channel) {
        ObjectNode content = JSON.createObjectNode().put("subject_prefix", channel.subjectPrefix());
        ArrayNode recipients = content.putArray("recipients");
        channel.recipients().forEach(recipients::add);
        return ByteBuffer.wrap(envelopes.seal(tenant, DataClass.PEOPLE, place(alert), content.toString()));
    }

    /** Empty when the tenant's key was destroyed. */
    Optional<AlertChannel> open(TenantId tenant, SpendAlertId alert, ByteBuffer stored) {
        return envelopes
                .openText(tenant, DataClass.PEOPLE, place(alert), Blobs.bytes(stored))
                .map(AlertChannelSeal::read);
    }

    private static Place place(SpendAlertId alert) {
        return new Place("spend_alerts.channel", alert.text(), 1);
    }

    private static AlertChannel read(String text) {
        try {
            JsonNode content = JSON.readTree(text);
            List<String> recipients = new ArrayList<>();
            content.path("recipients").forEach(each -> recipients.add(each.asText()));
            return new AlertChannel(recipients, content.path("subject_prefix").asText());
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("an alert's recipients cannot be read", damaged);
        }
    }
}
