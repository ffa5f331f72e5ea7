package cloud.hanok.api.batches;

import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.tenant.key.KeyEndpoint;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the lines of a batch can ask. */
enum BatchEndpoint {
    CHAT_COMPLETIONS(GatewayRoutes.CHAT_COMPLETIONS, KeyEndpoint.CHAT),
    RESPONSES(GatewayRoutes.RESPONSES, KeyEndpoint.CHAT),
    COMPLETIONS(GatewayRoutes.COMPLETIONS, KeyEndpoint.COMPLETIONS),
    EMBEDDINGS(GatewayRoutes.EMBEDDINGS, KeyEndpoint.EMBEDDINGS);

    /** All of them, for people. */
    static final String CHOICES =
            Arrays.stream(values()).map(BatchEndpoint::path).collect(Collectors.joining(", "));

    private final String path;
    private final KeyEndpoint family;

    BatchEndpoint(String path, KeyEndpoint family) {
        this.path = path;
        this.family = family;
    }

    /** Its route. */
    String path() {
        return path;
    }

    /** What a key must be for. */
    KeyEndpoint family() {
        return family;
    }

    /** The one of this route. */
    static Optional<BatchEndpoint> of(String path) {
        return Arrays.stream(values()).filter(each -> each.path.equals(path)).findFirst();
    }
}
