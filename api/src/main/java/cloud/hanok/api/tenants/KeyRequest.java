package cloud.hanok.api.tenants;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.tenant.key.ApiKey;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.IpRange;
import cloud.hanok.tenant.key.KeyAccess;
import cloud.hanok.tenant.key.KeyEndpoint;
import cloud.hanok.tenant.key.KeyScopes;
import cloud.hanok.tenant.key.KeySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of a key; what it does not say is null.
 *
 * @param setsExpiry whether it says anything of the expiry
 * @param expiresIn lifetime from now on; null for no end
 */
public record KeyRequest(
        @Nullable String name,
        boolean setsExpiry,
        @Nullable Duration expiresIn,
        @Nullable KeyScopes scopes,
        @Nullable List<IpRange> allowedIps,
        @Nullable Map<String, String> labels) {
    /** OpenAI's word for a key that may only look. */
    private static final String OPENAI_READ_ONLY = "api.all.read";

    private static final int RANGE_CHARS = 64;

    /** How the fields are written: the operator's routes and the organisation's have their own habits. */
    public enum Style {
        ORGANIZATION("expires_in_seconds", "allowed_ips"),
        PLATFORM("expiresInSeconds", "allowedIps");

        private final String expiresIn;
        private final String allowedIps;

        Style(String expiresIn, String allowedIps) {
            this.expiresIn = expiresIn;
            this.allowedIps = allowedIps;
        }
    }

    /**
     * Reads a body.
     *
     * @param scoped whether the key can have scopes: one of a project
     * @throws ApiException when a field is not what it may be
     */
    public static KeyRequest read(byte @Nullable [] body, Style style, boolean scoped) {
        JsonObject fields = JsonObject.of(body);
        var request = new KeyRequest(
                fields.has("name") ? fields.text("name") : null,
                fields.has(style.expiresIn),
                fields.optionalInteger(style.expiresIn, 1, ApiKeys.MAX_LIFETIME.toSeconds())
                        .map(Duration::ofSeconds)
                        .orElse(null),
                scoped && fields.has("scopes") ? scopes(fields) : null,
                fields.has(style.allowedIps) ? ranges(fields, style.allowedIps) : null,
                fields.has("labels") ? fields.textsByName("labels", KeySettings.MAX_LABELS) : null);
        fields.end();
        return request;
    }

    /** The settings of a new key. */
    public KeySettings settings() {
        if (name == null) {
            throw new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, "name"));
        }
        return over(KeySettings.named(name), null);
    }

    /** The same, with a name for a key that the request does not name. */
    public KeySettings settings(String otherwise) {
        return over(KeySettings.named(otherwise), null);
    }

    /** The settings of a key after this request. */
    public KeySettings over(ApiKey key, Instant now) {
        Instant expiresAt = key.settings().expiresAt();
        if (setsExpiry) {
            expiresAt = expiresIn == null ? null : now.plus(expiresIn);
        }
        return over(key.settings(), expiresAt);
    }

    private KeySettings over(KeySettings before, @Nullable Instant expiresAt) {
        return new KeySettings(
                name == null ? before.name() : name,
                expiresAt,
                scopes == null ? before.scopes() : scopes,
                allowedIps == null ? before.allowedIps() : allowedIps,
                labels == null ? before.labels() : labels);
    }

    /** Ours is an object; OpenAI's is a list, of which the two that say what ours can are understood. */
    private static KeyScopes scopes(JsonObject fields) {
        if (fields.isArray("scopes")) {
            List<String> words = fields.texts("scopes", 1, KeySettings.MAX_MODEL_CHARS);
            if (!words.isEmpty() && !words.getFirst().equals(OPENAI_READ_ONLY)) {
                throw new ApiException(ApiError.invalidValue(
                        "scopes",
                        "a list may be empty or [\"" + OPENAI_READ_ONLY + "\"]; otherwise send an object",
                        "목록은 비어 있거나 [\"" + OPENAI_READ_ONLY + "\"]여야 합니다. 그 밖에는 객체로 보내 주세요"));
            }
            return words.isEmpty() ? KeyScopes.ALL : new KeyScopes(Set.of(), Set.of(), KeyAccess.READ);
        }
        JsonObject scopes = fields.object("scopes");
        Set<String> models = new HashSet<>(scopes.texts("models", KeySettings.MAX_MODELS, KeySettings.MAX_MODEL_CHARS));
        Set<KeyEndpoint> endpoints = new HashSet<>();
        for (String word : scopes.texts("endpoints", KeyEndpoint.values().length, KeySettings.MAX_MODEL_CHARS)) {
            endpoints.add(KeyEndpoint.of(word)
                    .orElseThrow(() -> new ApiException(ApiError.invalidValue(
                            "scopes.endpoints",
                            "each must be one of: " + KeyEndpoint.CHOICES,
                            "각 항목은 다음 중 하나여야 합니다: " + KeyEndpoint.CHOICES))));
        }
        KeyAccess access = scopes.optionalChoice("access", KeyAccess::of, KeyAccess.CHOICES)
                .orElse(KeyAccess.READ_WRITE);
        scopes.end();
        return new KeyScopes(models, endpoints, access);
    }

    /** A list of networks. */
    static List<IpRange> ranges(JsonObject fields, String field) {
        List<IpRange> ranges = new ArrayList<>();
        for (String text : fields.texts(field, KeySettings.MAX_ALLOWED_IPS, RANGE_CHARS)) {
            IpRange range = IpRange.parse(text);
            if (range == null) {
                throw new ApiException(ApiError.invalidValue(
                        field + "[" + ranges.size() + "]",
                        "an address or a network such as 203.0.113.0/24 or 2001:db8::/32 was expected",
                        "203.0.113.0/24 또는 2001:db8::/32 같은 주소나 네트워크여야 합니다"));
            }
            ranges.add(range);
        }
        return ranges;
    }
}
