package cloud.hanok.content.webhook;

import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.WebhookEventId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * Something that happened to one thing. It holds no text of anybody.
 *
 * @param object the id of the thing
 * @param at when
 */
record WebhookEvent(WebhookEventId id, WebhookEventType type, String object, Instant at) {
    /** The first 48 bits of a ULID are its time. */
    private static final long TIME = -1L << 16;

    /** What happened to a thing: the same id whenever it is asked for, so that whoever says it again says nothing new. */
    static WebhookEvent of(WebhookEventType type, Id object, Instant at) {
        byte[] hash = sha256(type.text() + "/" + object.text());
        ByteBuffer drawn = ByteBuffer.wrap(hash);
        long most = (object.ulid().mostSignificantBits() & TIME) | (drawn.getLong() & ~TIME);
        return new WebhookEvent(new WebhookEventId(new Ulid(most, drawn.getLong())), type, object.text(), at);
    }

    /** As it is sent: the same bytes at each attempt, in the shape of OpenAI's. */
    byte[] body() {
        // Ids and types have no character that JSON would escape.
        return ("{\"object\":\"event\",\"id\":\"" + id.text() + "\",\"type\":\"" + type.text() + "\",\"created_at\":"
                        + at.getEpochSecond() + ",\"data\":{\"id\":\"" + object + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
