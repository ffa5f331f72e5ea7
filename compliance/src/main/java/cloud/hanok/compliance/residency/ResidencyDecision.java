package cloud.hanok.compliance.residency;

/**
 * A decision on one request and one site.
 *
 * @param basis why
 * @param policyVersion of the rules that decided
 */
public record ResidencyDecision(ResidencyReason basis, String policyVersion) {
    /** Whether the request may be computed there. */
    public boolean allowed() {
        return basis.allows();
    }

    /** The stable code of the reason. */
    public String reason() {
        return basis.code();
    }

    /** The reason in Korean. */
    public String korean() {
        return basis.korean();
    }

    /** The reason in English. */
    public String english() {
        return basis.english();
    }
}
