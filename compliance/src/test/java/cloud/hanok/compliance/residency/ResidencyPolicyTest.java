package cloud.hanok.compliance.residency;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.id.Ulid;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResidencyPolicyTest {
    private final ResidencyPolicy policy = new ResidencyPolicy();

    @Test
    void aSiteInAnAllowedCountryIsAllowed() {
        ResidencyDecision decision = policy.decide(Set.of("KR", "JP"), site("KR"));
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.reason()).isEqualTo("site_in_allowed_jurisdiction");
        assertThat(decision.policyVersion()).isEqualTo("residency/1");
    }

    @Test
    void aSiteElsewhereIsDenied() {
        ResidencyDecision decision = policy.decide(Set.of("KR"), site("US"));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.reason()).isEqualTo("site_outside_allowed_jurisdictions");
    }

    @Test
    void aTenantThatAllowsNothingIsDeniedEverywhere() {
        ResidencyDecision decision = policy.decide(Set.of(), site("KR"));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.reason()).isEqualTo("tenant_allows_nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kr", "KR ", "KOR", "*"})
    void whatIsNotExactlyAnAllowedCountryIsDenied(String country) {
        assertThat(policy.decide(Set.of("KR"), site(country)).allowed()).isFalse();
    }

    @Property
    void nothingIsAllowedThatTheTenantDoesNotName(@ForAll Set<String> allowed, @ForAll String country) {
        assertThat(policy.decide(allowed, site(country)).allowed()).isEqualTo(allowed.contains(country));
    }

    @Test
    void aDecisionAllocatesNothing() {
        assertThat(policy.decide(Set.of("KR"), site("KR"))).isSameAs(policy.decide(Set.of("KR", "JP"), site("JP")));
    }

    @ParameterizedTest
    @EnumSource(ResidencyReason.class)
    void everyReasonSpeaksKoreanAndEnglish(ResidencyReason reason) {
        assertThat(reason.korean()).containsPattern("[가-힣]");
        assertThat(reason.english()).matches("\\p{ASCII}+");
        assertThat(reason.code()).matches("[a-z_]+");
    }

    private static SiteFacts site(String country) {
        return new SiteFacts(new SiteId(new Ulid(1, 2)), "서울 1", country, "하늘클라우드");
    }
}
