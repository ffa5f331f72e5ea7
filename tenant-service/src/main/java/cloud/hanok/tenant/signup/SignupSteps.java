package cloud.hanok.tenant.signup;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.SignupCodeId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.saga.Refusal;
import cloud.hanok.platform.saga.SagaContext;
import cloud.hanok.platform.saga.SagaRefusedException;
import cloud.hanok.platform.saga.SagaStep;
import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.signup.BusinessRegistry.Standing;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What this room does when a company signs up, around the making of its tenant. */
public final class SignupSteps {
    /** The step whose output is what the tax service said. */
    private static final String LOOK_UP = "look_up";

    private final Signups signups;
    private final SignupCodes codes;
    private final SignupClaims claims;
    private final BusinessRegistry registry;
    private final Members members;
    private final Projects projects;
    private final Identities identities;

    public SignupSteps(
            Keyspaces keyspaces,
            Signups signups,
            SignupCodes codes,
            BusinessRegistry registry,
            Members members,
            Projects projects,
            Identities identities,
            Clock clock) {
        this.signups = signups;
        this.codes = codes;
        this.claims = new SignupClaims(keyspaces, clock);
        this.registry = registry;
        this.members = members;
        this.projects = projects;
        this.identities = identities;
    }

    /**
     * What a sign-up is about, as its saga's input has it: nothing that says who a person is.
     *
     * @param numberHash of the business registration number
     * @param code that lets it sign up, where one is asked for
     * @param project name of its first project
     */
    public record Wanted(
            TenantId tenant,
            String companyName,
            String numberHash,
            String subject,
            Optional<SignupCodeId> code,
            String project) {
        /** The first project's: as old as the tenant. */
        public ProjectId projectId() {
            return new ProjectId(tenant.ulid());
        }
    }

    /** Before there is a tenant: what refuses comes here. */
    public List<SagaStep> before(Function<SagaContext, Wanted> wanted) {
        return List.of(
                // Forgotten last when the others are taken back, because they read it.
                step("request", wanted, _ -> {}, each -> signups.end(each.tenant())),
                step(
                        "place",
                        wanted,
                        each -> claims.place(each.subject(), each.tenant()),
                        each -> claims.releasePlace(each.subject(), each.tenant())),
                step(
                        "business_number",
                        wanted,
                        each -> claims.number(each.numberHash(), each.tenant()),
                        each -> claims.releaseNumber(each.numberHash(), each.tenant())),
                new SagaStep(LOOK_UP, context -> lookUp(wanted.apply(context)), _ -> {}),
                step(
                        "code",
                        wanted,
                        each -> each.code().ifPresent(code -> codes.use(code, each.tenant())),
                        each -> each.code().ifPresent(code -> codes.giveBack(code, each.tenant()))));
    }

    /** Once there is one: who let it be made comes in, and what they said is kept with it. */
    public List<SagaStep> after(Function<SagaContext, Wanted> wanted) {
        return List.of(
                SagaStep.of(
                        "sign_up",
                        context -> signups.record(
                                request(wanted.apply(context)), Standing.valueOf(context.output(LOOK_UP))),
                        context -> signups.forget(wanted.apply(context).tenant())),
                step(
                        "project",
                        wanted,
                        each -> projects.ensure(each.tenant(), each.projectId(), each.project()),
                        each -> projects.forget(each.tenant(), each.projectId())),
                step("owner", wanted, this::owner, each -> members.withdraw(each.tenant(), each.subject())),
                step("request_fulfilled", wanted, each -> signups.end(each.tenant()), _ -> {}));
    }

    /** Gives free what only one sign-up may have, once the tenant is closed: the company may come again. Again: nothing. */
    public void release(Wanted wanted) {
        claims.releaseNumber(wanted.numberHash(), wanted.tenant());
        claims.releasePlace(wanted.subject(), wanted.tenant());
    }

    private String lookUp(Wanted wanted) {
        Standing standing = registry.lookUp(request(wanted).number(), wanted.companyName());
        return switch (standing) {
            case NOT_LOOKED_UP, ACTIVE -> standing.name();
            case SUSPENDED, CLOSED, UNKNOWN -> throw refused(new SignupProblem.NotInBusiness());
        };
    }

    private void owner(Wanted wanted) {
        members.add(wanted.tenant(), wanted.subject(), request(wanted).person(), MemberRole.OWNER);
        identities
                .organization(wanted.tenant())
                .ifPresent(organization -> identities.addMember(organization, wanted.subject()));
    }

    private SignupRequest request(Wanted wanted) {
        return signups.request(wanted.tenant())
                .orElseThrow(() -> new IllegalStateException("the request of " + wanted.tenant() + " is gone"));
    }

    private static SagaStep step(
            String name,
            Function<SagaContext, Wanted> wanted,
            java.util.function.Consumer<Wanted> run,
            java.util.function.Consumer<Wanted> undo) {
        return SagaStep.of(
                name,
                context -> {
                    try {
                        run.accept(wanted.apply(context));
                    } catch (SignupProblemException refused) {
                        throw refused(refused.problem());
                    }
                },
                context -> undo.accept(wanted.apply(context)));
    }

    private static SagaRefusedException refused(SignupProblem problem) {
        return new SagaRefusedException(
                new Refusal(problem.code(), problem.field(), problem.english(), problem.korean()));
    }
}
