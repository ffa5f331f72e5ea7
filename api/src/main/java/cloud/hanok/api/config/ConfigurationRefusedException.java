package cloud.hanok.api.config;

import java.util.List;

/** The program must not start as it is configured. Each reason names the property and what would be right. */
public final class ConfigurationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    public ConfigurationRefusedException(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** Why, a line each. */
    public List<String> reasons() {
        return reasons;
    }
}
