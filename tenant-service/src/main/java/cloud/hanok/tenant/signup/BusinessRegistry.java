package cloud.hanok.tenant.signup;

/**
 * The register of businesses of the National Tax Service (국세청 사업자등록 상태조회): a port to the outside. What is asked and
 * answered is kept with the sign-up.
 */
public interface BusinessRegistry {
    /** A company in business, as far as anybody was asked. */
    enum Standing {
        /** Nobody was asked: this installation has no way to. */
        NOT_LOOKED_UP,
        /** It is in business (계속사업자). */
        ACTIVE,
        /** It has paused (휴업자). */
        SUSPENDED,
        /** It has closed (폐업자). */
        CLOSED,
        /** The register has no such number. */
        UNKNOWN
    }

    /**
     * Asks. It ends within 20 s; an exception means that nobody knows, and that it is asked again.
     *
     * @param companyName as it was given, for registers that compare it
     */
    Standing lookUp(BusinessNumber number, String companyName);

    /** The register of an installation that has no way to ask. */
    static BusinessRegistry none() {
        return (_, _) -> Standing.NOT_LOOKED_UP;
    }
}
