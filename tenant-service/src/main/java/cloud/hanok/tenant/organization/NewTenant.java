package cloud.hanok.tenant.organization;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.DisplayName;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tenant to be made.
 *
 * @param name 1 to 100 characters
 * @param allowedJurisdictions ISO 3166-1 alpha-2 codes, at least one
 * @param creditLimitWon 0 to {@value #MAX_CREDIT_LIMIT_WON}
 * @param policy what shall hold for it at every door
 * @param cluster of Cassandra that its rows shall be on, as the operator named it; null for the platform's own
 */
public record NewTenant(
        String name,
        Isolation isolation,
        Set<String> allowedJurisdictions,
        long creditLimitWon,
        TenantPolicy policy,
        @Nullable String cluster) {
    /** What an amount in nano-won can hold, with room to spare for what is reserved above it. */
    public static final long MAX_CREDIT_LIMIT_WON = 9_000_000_000L;

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    public NewTenant {
        allowedJurisdictions = Set.copyOf(allowedJurisdictions);
    }

    /** One with the usual policy, where the platform's own rows are. */
    public NewTenant(String name, Isolation isolation, Set<String> allowedJurisdictions, long creditLimitWon) {
        this(name, isolation, allowedJurisdictions, creditLimitWon, TenantPolicy.usual(isolation), null);
    }

    /**
     * The same with its name normalised.
     *
     * @throws TenantProblemException naming the first field that will not do
     */
    NewTenant checked() {
        String checkedName = DisplayName.of("name", name);
        checkJurisdictions();
        if (creditLimitWon < 0 || creditLimitWon > MAX_CREDIT_LIMIT_WON) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "creditLimitWon",
                    "'creditLimitWon' must be between 0 and " + MAX_CREDIT_LIMIT_WON
                            + " won, the most that can be metered to the nano-won.",
                    "'creditLimitWon'은(는) 0 이상 " + MAX_CREDIT_LIMIT_WON + "원 이하여야 합니다. 나노원 단위로 계량할 수 있는 최대 금액입니다."));
        }
        if (isolation == Isolation.SHARED && cluster != null) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "cluster",
                    "'cluster' is for tenants with isolation 'DEDICATED': those that share have one cluster.",
                    "'cluster'는 격리 수준이 'DEDICATED'인 테넌트에만 지정할 수 있습니다. 공유 테넌트는 하나의 클러스터를 함께 사용합니다."));
        }
        return new NewTenant(
                checkedName, isolation, allowedJurisdictions, creditLimitWon, policy.checked(isolation), cluster);
    }

    private void checkJurisdictions() {
        if (allowedJurisdictions.isEmpty()) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "allowedJurisdictions",
                    "'allowedJurisdictions' must name at least one country: without one nothing may be processed"
                            + " anywhere. Example: [\"KR\"].",
                    "'allowedJurisdictions'에는 국가가 하나 이상 있어야 합니다. 없으면 어디에서도 처리할 수 없습니다. 예: [\"KR\"]."));
        }
        for (String country : allowedJurisdictions) {
            if (!COUNTRIES.contains(country)) {
                String shown = country.length() <= 8 ? country : country.substring(0, 8) + "...";
                throw new TenantProblemException(new TenantProblem.InvalidValue(
                        "allowedJurisdictions",
                        "'allowedJurisdictions' takes ISO 3166-1 alpha-2 codes in capitals, such as 'KR'; '" + shown
                                + "' is none.",
                        "'allowedJurisdictions'에는 'KR'과 같은 대문자 ISO 3166-1 alpha-2 국가 코드를 사용해야 합니다. '" + shown
                                + "'은(는) 국가 코드가 아닙니다."));
            }
        }
    }
}
