package cloud.hanok.content.webhook;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.Ulids;
import java.security.SecureRandom;
import java.time.Clock;

/** Puts endpoints, what they are told, and whoever tells them together. */
public final class WebhookRoom {
    private final Webhooks webhooks;
    private final WebhookSender sender;

    public WebhookRoom(
            Keyspaces keyspaces,
            Envelopes envelopes,
            WebhookTransport transport,
            WebhookSettings settings,
            Ulids ulids,
            SecureRandom random,
            Clock clock) {
        var rows = new WebhookRows(keyspaces, envelopes);
        var waiting = new WaitingEvents(keyspaces);
        var log = new DeliveryLog(keyspaces);
        webhooks = new Webhooks(rows, waiting, log, ulids, random, clock);
        sender = new WebhookSender(rows, webhooks, waiting, log, transport, settings, ulids, random, clock);
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** Not begun yet. */
    public WebhookSender sender() {
        return sender;
    }
}
