package cloud.hanok.content.webhook;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.WebhookId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An endpoint of a project that events are sent to.
 *
 * @param name to show
 * @param url where to
 * @param events what it asks for
 * @param updatedAt when it, or its secret, was changed last
 * @param disabled why nothing is sent to it; empty while it is on
 * @param secretHint the end of its secret, by which a person knows it
 * @param oldSecretUntil how long the secret before this one signs too; empty when there is none
 */
public record Webhook(
        WebhookId id,
        ProjectId project,
        String name,
        String url,
        Set<WebhookEventType> events,
        Instant createdAt,
        Instant updatedAt,
        Optional<Disabled> disabled,
        String secretHint,
        Optional<Instant> oldSecretUntil) {
    /** Of a project. */
    public static final int MOST_OF_PROJECT = 16;

    /** Of a tenant: they are read together. */
    public static final int MOST_OF_TENANT = 256;

    /** Of an address, in characters. */
    public static final int MOST_URL_CHARS = 1_000;

    public Webhook {
        events = Set.copyOf(events);
    }

    /** Why nothing is sent to one. The names are stored: rename none. */
    public enum Disabled {
        /** Its owner said so. */
        REQUESTED,
        /** It answered 410: nobody is there any more. */
        GONE
    }

    /** The same, changed. */
    Webhook changed(
            String newName,
            String newUrl,
            Set<WebhookEventType> newEvents,
            Optional<Disabled> nowDisabled,
            Instant at) {
        return new Webhook(
                id, project, newName, newUrl, newEvents, createdAt, at, nowDisabled, secretHint, oldSecretUntil);
    }

    /** The same, with another secret. */
    Webhook rotated(WebhookSecret secret, Optional<Instant> oldUntil, Instant at) {
        return new Webhook(id, project, name, url, events, createdAt, at, disabled, secret.hint(), oldUntil);
    }

    /** Whether it is the same, but for when it was changed. */
    boolean isSame(Webhook other) {
        return equals(other.changed(other.name, other.url, other.events, other.disabled, updatedAt));
    }

    /** An address may hold a password of somebody's. */
    @Override
    public String toString() {
        return "Webhook[" + id + "]";
    }
}
