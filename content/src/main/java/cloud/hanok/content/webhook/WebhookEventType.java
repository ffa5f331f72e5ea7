package cloud.hanok.content.webhook;

import cloud.hanok.platform.id.BatchId;
import cloud.hanok.platform.id.ResponseId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an endpoint can be told of, named as OpenAI names it. The texts are stored and sent: change none. */
public enum WebhookEventType {
    RESPONSE_COMPLETED("response.completed"),
    RESPONSE_INCOMPLETE("response.incomplete"),
    RESPONSE_FAILED("response.failed"),
    RESPONSE_CANCELLED("response.cancelled"),
    BATCH_COMPLETED("batch.completed"),
    BATCH_FAILED("batch.failed"),
    BATCH_EXPIRED("batch.expired"),
    BATCH_CANCELLED("batch.cancelled");

    private static final String OF_RESPONSE = "response.";

    private final String text;

    WebhookEventType(String text) {
        this.text = text;
    }

    /** As it is stored and sent. */
    public String text() {
        return text;
    }

    /** Before the id of what such an event is about. */
    String objectPrefix() {
        return text.startsWith(OF_RESPONSE) ? ResponseId.PREFIX : BatchId.PREFIX;
    }

    /** The type of a text; empty when there is none. */
    public static Optional<WebhookEventType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** The texts of all. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(WebhookEventType::text).toList();
    }
}
