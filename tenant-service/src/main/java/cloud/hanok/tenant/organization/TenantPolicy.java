package cloud.hanok.tenant.organization;

import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.IpRange;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.util.List;

/**
 * What holds for a tenant at every door.
 *
 * @param n2sf how sensitive its data is; more than open only in a tenant that is dedicated
 * @param allowedNetworks from where its people and its keys are let in; empty for everywhere
 */
public record TenantPolicy(N2sf n2sf, List<IpRange> allowedNetworks) {
    /** Each request goes through all of them. */
    public static final int MAX_NETWORKS = 64;

    public TenantPolicy {
        allowedNetworks = List.copyOf(allowedNetworks);
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

    /**
     * The same, each network once.
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
        return new TenantPolicy(n2sf, networks);
    }
}
