package cloud.hanok.api.security;

import cloud.hanok.tenant.key.KeyEndpoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which family of routes a path belongs to: what a key's scope names. */
final class KeyFamilies {
    private static final List<Map.Entry<String, KeyEndpoint>> PATHS = List.of(
            Map.entry("/v1/chat", KeyEndpoint.CHAT),
            Map.entry("/v1/completions", KeyEndpoint.COMPLETIONS),
            Map.entry("/v1/embeddings", KeyEndpoint.EMBEDDINGS),
            Map.entry("/v1/responses", KeyEndpoint.CHAT),
            Map.entry("/v1/conversations", KeyEndpoint.CHAT),
            Map.entry("/v1/messages", KeyEndpoint.CHAT),
            Map.entry("/v1/tokenize", KeyEndpoint.TOKENIZE),
            Map.entry("/v1/detokenize", KeyEndpoint.TOKENIZE),
            Map.entry("/v1/models", KeyEndpoint.MODELS),
            Map.entry("/v1/files", KeyEndpoint.FILES),
            Map.entry("/v1/uploads", KeyEndpoint.FILES),
            Map.entry("/v1/batches", KeyEndpoint.BATCHES),
            Map.entry("/v1/receipts", KeyEndpoint.RECEIPTS),
            Map.entry("/platform/v1/requests", KeyEndpoint.REQUESTS));

    private KeyFamilies() {}

    /** The family, or null for a path in none. */
    static @Nullable KeyEndpoint of(String path) {
        for (Map.Entry<String, KeyEndpoint> each : PATHS) {
            String prefix = each.getKey();
            if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
                return each.getValue();
            }
        }
        return null;
    }
}
