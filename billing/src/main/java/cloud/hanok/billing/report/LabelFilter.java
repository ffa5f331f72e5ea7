package cloud.hanok.billing.report;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.KeyId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which labels a key must have for its usage to be reported.
 *
 * @param wanted by a label's name its values, of which each name must have one; empty for everything
 */
record LabelFilter(Map<String, Set<String>> wanted) {
    private static final char SEPARATOR = ':';

    LabelFilter {
        wanted = Map.copyOf(wanted);
    }

    /**
     * Reads {@code name:value}, several of one name being either-or.
     *
     * @throws cloud.hanok.billing.BillingProblemException naming the parameter
     */
    static LabelFilter read(List<String> texts) {
        Map<String, Set<String>> wanted = new HashMap<>();
        for (String text : ReportParameterReader.ids("labels", texts, LabelFilter::checked)) {
            int separator = text.indexOf(SEPARATOR);
            wanted.computeIfAbsent(text.substring(0, separator), name -> new HashSet<>())
                    .add(text.substring(separator + 1));
        }
        return new LabelFilter(wanted);
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** @param labels of keys that have any */
    boolean accepts(CallerId caller, Map<KeyId, Map<String, String>> labels) {
        if (wanted.isEmpty()) {
            return true;
        }
        Map<String, String> has = caller instanceof KeyId key ? labels.getOrDefault(key, Map.of()) : Map.of();
        return wanted.entrySet().stream().allMatch(each -> {
            String value = has.get(each.getKey());
            return value != null && each.getValue().contains(value);
        });
    }

    private static String checked(String text) {
        if (text.indexOf(SEPARATOR) < 1) {
            throw new IllegalArgumentException("name:value was expected");
        }
        return text;
    }
}
