package cloud.hanok.api.provisioning;

import cloud.hanok.api.config.SignupConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.id.SagaId;
import cloud.hanok.platform.id.SignupCodeId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.IssuedKey;
import cloud.hanok.tenant.member.Person;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.request.DisplayName;
import cloud.hanok.tenant.signup.BusinessNumber;
import cloud.hanok.tenant.signup.BusinessRegistry.Standing;
import cloud.hanok.tenant.signup.Signup;
import cloud.hanok.tenant.signup.SignupCodes;
import cloud.hanok.tenant.signup.SignupPolicy;
import cloud.hanok.tenant.signup.SignupProblem;
import cloud.hanok.tenant.signup.SignupProblemException;
import cloud.hanok.tenant.signup.SignupRequest;
import cloud.hanok.tenant.signup.SignupSteps.Wanted;
import cloud.hanok.tenant.signup.Signups;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Signs companies up: checks what can be checked at once, then makes everything by one saga, or nothing. As with tenants the first
 * key is no step of it; the same request with the same idempotency key finds the sign-up wherever it is.
 */
@Singleton
public final class SignupProvisioning {
    /** A person waits; what takes longer goes on without them. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** What the first project and its first key are called, until somebody calls them otherwise. */
    private static final String FIRST_PROJECT = "기본 프로젝트 (Default)";

    private static final String FIRST_KEY = "첫 키 (First key)";
    /** Of a tenant that has one sign-up in its life. */
    private static final String FIRST_KEY_CLAIM = "sign-up";

    private static final Set<String> IN_KOREA = Set.of("KR");

    private final SignupConfiguration configuration;
    private final Keyspaces keyspaces;
    private final Signups signups;
    private final SignupCodes codes;
    private final Sagas sagas;
    private final SignupSagas definitions;
    private final Tenants tenants;
    private final Projects projects;
    private final ApiKeys keys;
    private final Ulids ulids;
    private final Clock clock;

    public SignupProvisioning(
            SignupConfiguration configuration,
            Keyspaces keyspaces,
            Signups signups,
            SignupCodes codes,
            Sagas sagas,
            SignupSagas definitions,
            Tenants tenants,
            Projects projects,
            ApiKeys keys,
            Ulids ulids,
            Clock clock) {
        this.configuration = configuration;
        this.keyspaces = keyspaces;
        this.signups = signups;
        this.codes = codes;
        this.sagas = sagas;
        this.definitions = definitions;
        this.tenants = tenants;
        this.projects = projects;
        this.keys = keys;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Who signs up.
     *
     * @param subject as the identity provider calls them
     * @param source a network address
     */
    public record Applicant(String subject, Person person, boolean emailVerified, String source) {}

    /**
     * What they fill in.
     *
     * @param consents version by document
     * @param code where the policy asks for one
     */
    public record Form(String companyName, String businessNumber, Map<String, String> consents, Optional<String> code) {
        public Form {
            consents = Map.copyOf(consents);
        }

        @Override
        public String toString() {
            return "Form";
        }
    }

    /** What was made. */
    public record SignedUp(Tenant tenant, Project project, IssuedKey key, Standing standing) {}

    /**
     * Signs a company up.
     *
     * @throws SignupProblemException when it cannot, or may not: nothing was made
     * @throws cloud.hanok.tenant.problem.TenantProblemException when a value will not do, or its key was given out before
     * @throws cloud.hanok.platform.saga.SagaRefusedException when a name, a number or a code is another's: nothing remains
     * @throws cloud.hanok.platform.saga.SagaUnfinishedException when a part does not answer: it goes on in the background
     */
    public SignedUp signUp(Applicant applicant, Form form, @Nullable String idempotencyKey) {
        if (configuration.policy() == SignupPolicy.CLOSED) {
            throw new SignupProblemException(new SignupProblem.Closed());
        }
        if (!applicant.emailVerified()) {
            throw new SignupProblemException(new SignupProblem.AddressUnverified());
        }
        String company = DisplayName.of("companyName", form.companyName());
        BusinessNumber number = BusinessNumber.of("businessNumber", form.businessNumber());
        checkConsents(form.consents());
        Optional<SignupCodeId> code = code(form);
        String hash = signups.hash(number);

        TenantId id = TenantId.parse(IdempotencyClaims.claim(
                keyspaces.platform(),
                "signup/" + applicant.subject(),
                idempotencyKey,
                new TenantId(ulids.next()).text(),
                "signup",
                company,
                hash,
                new TreeMap<>(form.consents()).toString(),
                code.map(SignupCodeId::text).orElse("")));
        Wanted wanted = new Wanted(id, company, hash, applicant.subject(), code, FIRST_PROJECT);
        SagaId saga = new SagaId(id.ulid());
        if (sagas.find(saga).isEmpty()) {
            signups.begin(new SignupRequest(
                    id,
                    number,
                    applicant.subject(),
                    applicant.person(),
                    form.consents(),
                    applicant.source(),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        }
        NewTenant tenant = new NewTenant(company, Isolation.SHARED, IN_KOREA, configuration.startingCreditWon());
        sagas.run(saga, definitions.signUp(), SignupSagaInput.of(wanted, tenant), PATIENCE);
        return signedUp(wanted);
    }

    private SignedUp signedUp(Wanted wanted) {
        Tenant tenant = tenants.get(wanted.tenant());
        Project project = projects.get(wanted.projectId());
        Standing standing = signups.find(tenant.id()).map(Signup::standing).orElse(Standing.NOT_LOOKED_UP);
        return new SignedUp(tenant, project, keys.issue(project, FIRST_KEY, FIRST_KEY_CLAIM), standing);
    }

    private void checkConsents(Map<String, String> given) {
        configuration.documents().forEach((document, version) -> {
            if (!version.equals(given.get(document))) {
                throw new SignupProblemException(new SignupProblem.ConsentMissing(document, version));
            }
        });
        for (String document : given.keySet()) {
            if (!configuration.documents().containsKey(document)) {
                throw new ApiException(ApiError.about(ErrorCode.UNKNOWN_PARAMETER, "consents." + document));
            }
        }
    }

    /** Where none is asked for, none is used up. */
    private Optional<SignupCodeId> code(Form form) {
        if (configuration.policy() != SignupPolicy.INVITATION) {
            return Optional.empty();
        }
        return Optional.of(codes.presented(form.code()
                .orElseThrow(() -> new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, "code")))));
    }
}
