package cloud.hanok.api.webhooks;

import cloud.hanok.api.egress.FetchRefusedException;
import cloud.hanok.api.egress.GuardedPost;
import cloud.hanok.content.webhook.WebhookResult;
import cloud.hanok.content.webhook.WebhookResult.Why;
import cloud.hanok.content.webhook.WebhookTransport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import javax.net.ssl.SSLException;

/** The way to endpoints: to hosts that may be called, and to no other. */
public final class WebhookPost implements WebhookTransport {
    private final GuardedPost post;

    public WebhookPost(GuardedPost post) {
        this.post = post;
    }

    @Override
    public WebhookResult post(String url, Map<String, String> headers, byte[] body) {
        try {
            return new WebhookResult.Answered(post.post(url, headers, body));
        } catch (FetchRefusedException refused) {
            return new WebhookResult.NotAnswered(
                    switch (refused.refusal()) {
                        case BAD_ADDRESS -> Why.BAD_ADDRESS;
                        case NOT_PUBLIC -> Why.NOT_PUBLIC;
                        case TOO_MANY_REDIRECTS, BAD_STATUS, WRONG_TYPE, TOO_LARGE, TOO_LATE, FAILED, BUSY ->
                            throw new IllegalStateException("no refusal of a message", refused);
                    });
        } catch (SocketTimeoutException late) {
            return new WebhookResult.NotAnswered(Why.TIMEOUT);
        } catch (SSLException notBelieved) {
            return new WebhookResult.NotAnswered(Why.TLS_FAILED);
        } catch (IOException failed) {
            return new WebhookResult.NotAnswered(Why.CONNECTION_FAILED);
        }
    }
}
