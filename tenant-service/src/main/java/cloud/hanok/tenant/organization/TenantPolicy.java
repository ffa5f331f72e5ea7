package cloud.hanok.tenant.organization;

import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.IpRange;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a tenant at every door.
 *
 * @param n2sf how sensitive its data is; more than open only in a tenant that is dedicated
 * @param allowedNetworks from where its people and its keys are let in; empty for everywhere
 * @param allowedOrigins whose pages may ask with its keys, {@code https://app.example.kr}; empty for none
 */
public record TenantPolicy(N2sf n2sf, List<IpRange> allowedNetworks, List<String> allowedOrigins) {
    /** Each request goes through all of them. */
    public static final int MAX_NETWORKS = 64;

    /** Each request of a page goes through all of them. */
    public static final int MAX_ORIGINS = 64;

    /** As browsers write them: no default port, no path. */
    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?");

    public TenantPolicy {
        allowedNetworks = List.copyOf(allowedNetworks);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** One whose keys no page may use. */
    public TenantPolicy(N2sf n2sf, List<IpRange> allowedNetworks) {
        this(n2sf, allowedNetworks, List.of());
    }

    /** What holds unless something else was said. */
    public static TenantPolicy usual(Isolation isolation) {
        return new TenantPolicy(
                switch (isolation) {
                    case SHARED -> N2sf.OPEN;
                    case DEDICATED -> N2sf.SENSITIVE;
                },
                List.of());
    }

    /** Whether a request from there is let in. Allocates nothing. */
    public boolean allows(IpAddress address) {
        return allowedNetworks.isEmpty() || IpRange.anyContains(allowedNetworks, address);
    }

    /** Whether a page of this origin may ask; null: no page asks. */
    public boolean allowsOrigin(@Nullable String origin) {
        return origin == null || allowedOrigins.contains(origin);
    }

    /**
     * The same, each network and origin once.
     *
     * @throws TenantProblemException when it cannot hold for such a tenant
     */
    TenantPolicy checked(Isolation isolation) {
        if (isolation == Isolation.SHARED && n2sf != N2sf.OPEN) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "n2sf",
                    "'n2sf' must be 'O' for a tenant that shares: data of class " + n2sf.text()
                            + " is kept apart, so make a tenant with isolation 'DEDICATED'.",
                    "공유 테넌트의 'n2sf'는 'O'여야 합니다. " + n2sf.text()
                            + " 등급 데이터는 분리하여 보관해야 하므로 격리 수준이 'DEDICATED'인 테넌트를 만들어 주세요."));
        }
        List<IpRange> networks = allowedNetworks.stream().distinct().toList();
        if (networks.size() > MAX_NETWORKS) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "allowedNetworks",
                    "'allowedNetworks' must have at most " + MAX_NETWORKS + " networks.",
                    "'allowedNetworks'에는 최대 " + MAX_NETWORKS + "개까지 넣을 수 있습니다."));
        }
        List<String> origins = allowedOrigins.stream().distinct().sorted().toList();
        if (origins.size() > MAX_ORIGINS
                || !origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "allowedOrigins",
                    "'allowedOrigins' must have at most " + MAX_ORIGINS
                            + " origins as browsers write them, such as https://app.example.kr.",
                    "'allowedOrigins'에는 브라우저가 보내는 형식의 출처(예: https://app.example.kr)를 최대 " + MAX_ORIGINS
                            + "개까지 넣을 수 있습니다."));
        }
        return new TenantPolicy(n2sf, networks, origins);
    }
}
