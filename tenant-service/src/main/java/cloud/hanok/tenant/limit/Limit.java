package cloud.hanok.tenant.limit;

/**
 * One limit.
 *
 * @param scope whose
 * @param model the name callers ask for; empty for all models together
 * @param kind of what
 * @param amount how much, at least 0
 * @param setBy who set it
 */
public record Limit(LimitScope scope, String model, LimitKind kind, long amount, SetBy setBy) {
    /** Who set a limit. The names are stored: rename none. */
    public enum SetBy {
        /** An administrator of the tenant. */
        TENANT,
        /** The operator: a ceiling that the tenant cannot raise. */
        OPERATOR
    }

    /** Names it among the limits of its tenant and setter: {@code rl_requests_per_minute}. */
    String subject() {
        return "rate:" + scope.id() + ":" + model + ":" + kind.name();
    }
}
