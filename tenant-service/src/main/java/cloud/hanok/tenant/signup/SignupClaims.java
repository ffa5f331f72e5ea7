package cloud.hanok.tenant.signup;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.claim.NameClaim;
import cloud.hanok.platform.claim.NameClaims;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;

/** What only one sign-up may have. Every decision is a lightweight transaction, so of two at once one has it. Blocks. */
final class SignupClaims {
    /** Companies that one person signs up: a holding with its branches, not a farm of starting credits. */
    static final int MAX_PER_PERSON = 3;

    private static final String NUMBER = "number";

    private final NameClaims claims;

    SignupClaims(Keyspaces keyspaces, Clock clock) {
        this.claims = new NameClaims(keyspaces.platform(), "signup_claims", clock);
    }

    /**
     * Takes a number for a company.
     *
     * @param hash of the number
     * @throws SignupProblemException when another has it
     */
    void number(String hash, TenantId tenant) {
        NameClaim standing = claims.claim("number/" + hash, NUMBER, tenant.text());
        if (!standing.holder().equals(tenant.text())) {
            throw new SignupProblemException(new SignupProblem.NumberTaken());
        }
    }

    void releaseNumber(String hash, TenantId tenant) {
        claims.release("number/" + hash, NUMBER, tenant.text());
    }

    /**
     * Takes one of a person's places for a company.
     *
     * @throws SignupProblemException when all are taken
     */
    void place(String subject, TenantId tenant) {
        String scope = "person/" + subject;
        for (int place = 1; place <= MAX_PER_PERSON; place++) {
            // Ours from an earlier call may be behind one that came free since.
            if (claims.find(scope, name(place))
                    .filter(claim -> claim.holder().equals(tenant.text()))
                    .isPresent()) {
                return;
            }
        }
        for (int place = 1; place <= MAX_PER_PERSON; place++) {
            if (claims.claim(scope, name(place), tenant.text()).holder().equals(tenant.text())) {
                return;
            }
        }
        throw new SignupProblemException(new SignupProblem.TooMany(MAX_PER_PERSON));
    }

    void releasePlace(String subject, TenantId tenant) {
        for (int place = 1; place <= MAX_PER_PERSON; place++) {
            claims.release("person/" + subject, name(place), tenant.text());
        }
    }

    private static String name(int place) {
        return "place-" + place;
    }
}
