package cloud.hanok.cluster.fairness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What waiting tenants were served between two looks. Used by one thread. */
final class ServedWindow {
    private Map<TenantAccount, Long> before = Map.of();

    /** In units by share, of those that waited at the last look and wait now. */
    double[] since(List<TenantAccount> waiting) {
        Map<TenantAccount, Long> now = HashMap.newHashMap(waiting.size());
        for (TenantAccount account : waiting) {
            now.put(account, account.served());
        }
        double[] amounts = now.entrySet().stream()
                .filter(each -> before.containsKey(each.getKey()))
                .mapToDouble(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
                .map(virtual -> Math.max(0, virtual) / Service.SCALE)
                .toArray();
        before = now;
        return amounts;
    }
}
