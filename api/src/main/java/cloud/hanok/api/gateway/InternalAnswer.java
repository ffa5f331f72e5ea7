package cloud.hanok.api.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes the answer to an {@link InternalRequest}. Every method is called on an event loop, and never blocks. */
public interface InternalAnswer {
    /** Its head came. */
    void head(int status, HttpHeaders headers);

    /**
     * Some of its body came.
     *
     * @return completes once more may come; null: at once
     */
    @Nullable
    CompletionStage<?> body(byte[] bytes);

    /** All of it came. */
    void whole();

    /** Nothing more comes: after {@link #whole}, or because it broke off. Called once. */
    void closed();
}
