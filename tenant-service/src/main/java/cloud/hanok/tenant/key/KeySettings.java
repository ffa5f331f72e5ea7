package cloud.hanok.tenant.key;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.DisplayName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a key may be changed while it lives.
 *
 * @param name what people call it; several may share one
 * @param expiresAt from when on it is refused; null for never
 * @param scopes what it may be used for
 * @param allowedIps from where; empty for everywhere
 * @param labels free-form, for whoever keeps many keys
 */
public record KeySettings(
        String name,
        @Nullable Instant expiresAt,
        KeyScopes scopes,
        List<IpRange> allowedIps,
        Map<String, String> labels) {
    /** Each check of a key that has any goes through all of them. */
    public static final int MAX_ALLOWED_IPS = 64;

    /** What a request lists by name; more is a class of models, not a list. */
    public static final int MAX_MODELS = 64;

    /** As long as a deployment's name may ever be. */
    public static final int MAX_MODEL_CHARS = 255;

    public static final int MAX_LABELS = 16;
    public static final int MAX_LABEL_NAME_CHARS = 63;
    public static final int MAX_LABEL_VALUE_CHARS = 255;

    public KeySettings {
        allowedIps = List.copyOf(allowedIps);
        labels = Map.copyOf(labels);
    }

    /** The settings of a key of which only the name was said. */
    public static KeySettings named(String name) {
        return new KeySettings(name, null, KeyScopes.ALL, List.of(), Map.of());
    }

    /**
     * The same in its one stored form: the name composed, instants to the millisecond, each range once.
     *
     * @throws TenantProblemException when a value is out of its bounds
     */
    KeySettings checked() {
        String checkedName = DisplayName.of("name", name);
        if (scopes.models().size() > MAX_MODELS) {
            throw tooMany("scopes.models", MAX_MODELS);
        }
        for (String model : scopes.models()) {
            if (model.isBlank() || model.length() > MAX_MODEL_CHARS) {
                throw wrongLength("scopes.models", MAX_MODEL_CHARS);
            }
        }
        if (allowedIps.size() > MAX_ALLOWED_IPS) {
            throw tooMany("allowed_ips", MAX_ALLOWED_IPS);
        }
        if (labels.size() > MAX_LABELS) {
            throw tooMany("labels", MAX_LABELS);
        }
        Map<String, String> checkedLabels = new LinkedHashMap<>();
        labels.forEach((label, value) -> checkedLabels.put(labelName(label), labelValue(label, value)));
        return new KeySettings(
                checkedName,
                expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS),
                scopes,
                allowedIps.stream().distinct().toList(),
                checkedLabels);
    }

    /** The same under another name. */
    public KeySettings withName(String other) {
        return new KeySettings(other, expiresAt, scopes, allowedIps, labels);
    }

    /** The same with another end. */
    public KeySettings withExpiry(@Nullable Instant other) {
        return new KeySettings(name, other, scopes, allowedIps, labels);
    }

    /** All of it in words, the same for the same settings: what a repeated request must repeat. */
    String[] fingerprint() {
        List<String> words = new ArrayList<>();
        words.add(name);
        words.add(String.valueOf(expiresAt));
        words.add(new TreeSet<>(scopes.models()).toString());
        words.add(new TreeSet<>(scopes.endpoints()).toString());
        words.add(scopes.access().name());
        words.add(allowedIps.stream().map(IpRange::text).sorted().toList().toString());
        words.add(new TreeMap<>(labels).toString());
        return words.toArray(String[]::new);
    }

    private static String labelName(String label) {
        if (!label.matches("[A-Za-z0-9가-힣]([A-Za-z0-9가-힣_./-]{0," + (MAX_LABEL_NAME_CHARS - 1) + "})")) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "labels",
                    "The name of a label must have 1 to " + MAX_LABEL_NAME_CHARS
                            + " letters, digits, _ . / or -, beginning with a letter or digit.",
                    "라벨 이름은 글자나 숫자로 시작하는 1자 이상 " + MAX_LABEL_NAME_CHARS + "자 이하의 글자, 숫자, _ . / - 이어야 합니다."));
        }
        return label;
    }

    private static String labelValue(String label, String value) {
        if (value.length() > MAX_LABEL_VALUE_CHARS || value.codePoints().anyMatch(Character::isISOControl)) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "labels." + label,
                    "A label's value must have at most " + MAX_LABEL_VALUE_CHARS
                            + " characters and no control characters.",
                    "라벨 값은 제어 문자 없이 " + MAX_LABEL_VALUE_CHARS + "자 이하여야 합니다."));
        }
        return value;
    }

    private static TenantProblemException tooMany(String field, int most) {
        return new TenantProblemException(new TenantProblem.InvalidValue(
                field,
                "'" + field + "' must have at most " + most + " items.",
                "'" + field + "'에는 최대 " + most + "개까지 넣을 수 있습니다."));
    }

    private static TenantProblemException wrongLength(String field, int most) {
        return new TenantProblemException(new TenantProblem.InvalidValue(
                field,
                "Each of '" + field + "' must have 1 to " + most + " characters.",
                "'" + field + "'의 각 항목은 1자 이상 " + most + "자 이하여야 합니다."));
    }
}
