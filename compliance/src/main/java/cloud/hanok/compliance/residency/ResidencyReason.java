package cloud.hanok.compliance.residency;

/** Why a request may, or may not, be computed at a site. Codes are stable: they stand in receipts and audits. */
public enum ResidencyReason {
    /** The tenant allows the site's country. */
    SITE_IN_ALLOWED_JURISDICTION(
            true,
            "site_in_allowed_jurisdiction",
            "이 요청은 고객이 허용한 국가의 데이터센터에서 처리됩니다.",
            "The request is processed at a site in a country that the tenant allows."),
    /** The tenant allows other countries. */
    SITE_OUTSIDE_ALLOWED_JURISDICTIONS(
            false,
            "site_outside_allowed_jurisdictions",
            "이 모델은 고객이 허용하지 않은 국가의 데이터센터에서 제공되므로 요청을 처리하지 않았습니다." + " 허용된 국가에서 제공되는 모델을 선택하거나 관리자에게 허용 국가를 확인하세요.",
            "The model is served at a site in a country that the tenant does not allow, so nothing was processed."
                    + " Choose a model served in an allowed country, or ask your administrator which ones are."),
    /** The tenant allows no country at all. */
    TENANT_ALLOWS_NOTHING(
            false,
            "tenant_allows_nothing",
            "허용된 국가가 하나도 설정되어 있지 않아 요청을 처리하지 않았습니다. 관리자에게 허용 국가 설정을 요청하세요.",
            "No country is allowed for this tenant, so nothing was processed."
                    + " Ask your administrator to set the allowed jurisdictions.");

    private final boolean allows;
    private final String code;
    private final String korean;
    private final String english;

    ResidencyReason(boolean allows, String code, String korean, String english) {
        this.allows = allows;
        this.code = code;
        this.korean = korean;
        this.english = english;
    }

    /** Whether the request may be computed there. */
    public boolean allows() {
        return allows;
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** For people, in Korean. */
    public String korean() {
        return korean;
    }

    /** For people, in English. */
    public String english() {
        return english;
    }
}
