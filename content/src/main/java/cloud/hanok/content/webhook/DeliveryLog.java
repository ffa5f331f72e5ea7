package cloud.hanok.content.webhook;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.WebhookDeliveryId;
import cloud.hanok.platform.id.WebhookEventId;
import cloud.hanok.platform.id.WebhookId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attempts as they are stored, in the tenant's own home. */
final class DeliveryLog {
    /** How long one is kept. */
    static final Duration KEPT = Duration.ofDays(7);

    /** Behind every id's text: ids are in ASCII. */
    private static final String LAST = "~";

    private static final CqlStatement ADD = CqlStatement.write(
            "INSERT INTO webhook_deliveries (tenant, webhook, delivery, event, type, object, attempt, status, reason,"
                    + " millis, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TTL ?");
    private static final String COLUMNS =
            "SELECT delivery, event, type, object, attempt, status, reason, millis, next_at FROM webhook_deliveries"
                    + " WHERE tenant = ? AND webhook = ?";
    private static final CqlStatement LIST = CqlStatement.read(COLUMNS + " AND delivery < ? LIMIT ?");
    private static final CqlStatement FIND = CqlStatement.read(COLUMNS + " AND delivery = ?");
    private static final CqlStatement DELETE_ALL =
            CqlStatement.write("DELETE FROM webhook_deliveries WHERE tenant = ? AND webhook = ?");

    private final Keyspaces keyspaces;

    DeliveryLog(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    void add(TenantId tenant, WebhookId webhook, WebhookDelivery delivery) {
        Object status = Cql.UNSET;
        Object reason = Cql.UNSET;
        switch (delivery.result()) {
            case WebhookResult.Answered(var answered) -> status = answered;
            case WebhookResult.NotAnswered(var why) -> reason = why.name();
        }
        keyspaces
                .of(tenant)
                .write(
                        ADD,
                        tenant.text(),
                        webhook.text(),
                        delivery.id().text(),
                        delivery.event().text(),
                        delivery.type().text(),
                        delivery.object(),
                        delivery.attempt(),
                        status,
                        reason,
                        delivery.took().toMillis(),
                        delivery.nextAt().<Object>map(at -> at).orElse(Cql.UNSET),
                        Math.toIntExact(KEPT.toSeconds()));
    }

    List<WebhookDelivery> list(TenantId tenant, WebhookId webhook, @Nullable WebhookDeliveryId after, int most) {
        String before = after == null ? LAST : after.text();
        return keyspaces.of(tenant).rows(LIST, tenant.text(), webhook.text(), before, most).stream()
                .map(DeliveryLog::delivery)
                .toList();
    }

    Optional<WebhookDelivery> find(TenantId tenant, WebhookId webhook, WebhookDeliveryId id) {
        return keyspaces
                .of(tenant)
                .row(FIND, tenant.text(), webhook.text(), id.text())
                .map(DeliveryLog::delivery);
    }

    void deleteAll(TenantId tenant, WebhookId webhook) {
        keyspaces.of(tenant).write(DELETE_ALL, tenant.text(), webhook.text());
    }

    private static WebhookDelivery delivery(Row row) {
        String reason = row.getString("reason");
        return new WebhookDelivery(
                WebhookDeliveryId.parse(Objects.requireNonNull(row.getString("delivery"))),
                WebhookEventId.parse(Objects.requireNonNull(row.getString("event"))),
                WebhookEventType.of(Objects.requireNonNull(row.getString("type")))
                        .orElseThrow(),
                Objects.requireNonNull(row.getString("object")),
                row.getInt("attempt"),
                reason == null
                        ? new WebhookResult.Answered(row.getInt("status"))
                        : new WebhookResult.NotAnswered(WebhookResult.Why.valueOf(reason)),
                Duration.ofMillis(row.getLong("millis")),
                Optional.ofNullable(row.getInstant("next_at")));
    }
}
