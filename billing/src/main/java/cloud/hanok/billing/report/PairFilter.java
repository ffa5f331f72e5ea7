package cloud.hanok.billing.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which names must have which values for usage to be reported: labels of its key, or metadata of its request.
 *
 * @param wanted by name its values, of which each name must have one; empty for everything
 */
record PairFilter(Map<String, Set<String>> wanted) {
    private static final char SEPARATOR = ':';

    PairFilter {
        wanted = Map.copyOf(wanted);
    }

    /**
     * Reads {@code name:value}, several of one name being either-or.
     *
     * @param field the parameter's name on the wire
     * @throws cloud.hanok.billing.BillingProblemException naming the parameter
     */
    static PairFilter read(String field, List<String> texts) {
        Map<String, Set<String>> wanted = new HashMap<>();
        for (String text : ReportParameterReader.ids(field, texts, PairFilter::checked)) {
            int separator = text.indexOf(SEPARATOR);
            wanted.computeIfAbsent(text.substring(0, separator), name -> new HashSet<>())
                    .add(text.substring(separator + 1));
        }
        return new PairFilter(wanted);
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** @param has the values by name */
    boolean accepts(Map<String, String> has) {
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
