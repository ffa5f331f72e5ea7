package cloud.hanok.content.webhook;

import java.util.Map;

/** Carries a message to an endpoint. */
public interface WebhookTransport {
    /**
     * Sends one and waits for the answer's status. Blocks, for as long as {@link WebhookSettings#timeout} says and not much longer.
     *
     * @param url an address that somebody named; it is judged anew each time
     * @param headers in lower case
     */
    WebhookResult post(String url, Map<String, String> headers, byte[] body);
}
