package cloud.hanok.api.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.FaultInjectingSaga;
import cloud.hanok.platform.saga.FaultInjectingSaga.Fault;
import cloud.hanok.platform.saga.FaultInjectingSaga.Point;
import cloud.hanok.platform.saga.SagaDefinition;
import cloud.hanok.platform.saga.SagaState;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.member.Person;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.signup.BusinessNumber;
import cloud.hanok.tenant.signup.SignupCode;
import cloud.hanok.tenant.signup.SignupCodes;
import cloud.hanok.tenant.signup.SignupRequest;
import cloud.hanok.tenant.signup.SignupSteps.Wanted;
import cloud.hanok.tenant.signup.Signups;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sign-up that is broken at each of its own steps; those of the tenant's making are broken in {@link TenantLifeIT}. */
class SignupFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> OWN_STEPS = Set.of(
            "request",
            "place",
            "business_number",
            "look_up",
            "code",
            "sign_up",
            "project",
            "owner",
            "request_fulfilled");

    /** What fails before its effect has none, and is covered by what dies before it. */
    private static final Set<Fault> FAULTS = Set.of(Fault.REFUSED, Fault.DIED_BEFORE, Fault.DIED_AFTER, Fault.TWICE);

    @TempDir
    private static Path folder;

    private static OperatedServer house;

    @BeforeAll
    static void start() throws IOException {
        house = OperatedServer.start(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    /** Each point is tried with the name, the number and the person of those before it that came to nothing. */
    @Test
    void brokenAtAnyStepASignUpIsWholeOrHasNoTrace() {
        SagaDefinition signUp = bean(SignupSagas.class).signUp();
        String last = signUp.steps().getLast().name();
        int points = 0;
        int taken = 0;
        KeycloakForTests.Person person = newPerson();
        for (Point point : FaultInjectingSaga.points(signUp)) {
            if (!OWN_STEPS.contains(point.step()) || !FAULTS.contains(point.fault())) {
                continue;
            }
            BusinessNumber number = new BusinessNumber("1248100998");
            SignupCode code = bean(SignupCodes.class)
                    .issue("operator", "", Duration.ofDays(1))
                    .code();
            List<Point> broken = point.undo() ? List.of(point, new Point(last, false, Fault.REFUSED)) : List.of(point);
            FaultInjectingSaga faults = new FaultInjectingSaga(signUp, broken);
            TenantId tenant = new TenantId(bean(Ulids.class).next());
            // What is taken back leaves number and place free for the next; what is whole keeps them.
            String hash = "hash-" + taken;
            Wanted wanted = new Wanted(tenant, "깨진 가입 " + taken, hash, person.id(), Optional.of(code.id()), "기본");
            bean(Signups.class)
                    .begin(new SignupRequest(
                            tenant,
                            number,
                            person.id(),
                            new Person(EmailAddress.of("email", person.email()), "홍길동"),
                            Map.of("terms", "1"),
                            "192.0.2.1",
                            Instant.EPOCH));
            boolean whole = carried(wanted, faults.broken()) == SagaState.DONE;
            assertThat(faults.unreached()).as("%s was reached", point).isEmpty();
            assertThat(whole).as("%s", point).isEqualTo(!point.undo() && point.fault() != Fault.REFUSED);
            assertWholeOrNothing(wanted, code, whole, point);
            if (whole) {
                taken++;
                person = newPerson();
            }
            points++;
        }
        System.out.println("points at which a sign-up was broken: " + points);
    }

    private static void assertWholeOrNothing(Wanted wanted, SignupCode code, boolean whole, Point point) {
        TenantId tenant = wanted.tenant();
        assertThat(bean(Tenants.class).find(tenant).isPresent())
                .as("tenant, %s", point)
                .isEqualTo(whole);
        assertThat(bean(Projects.class).find(wanted.projectId()).isPresent())
                .as("project, %s", point)
                .isEqualTo(whole);
        assertThat(bean(Members.class).list(tenant, null, 10).items())
                .as("members, %s", point)
                .hasSize(whole ? 1 : 0);
        assertThat(bean(Signups.class).find(tenant).isPresent())
                .as("sign-up, %s", point)
                .isEqualTo(whole);
        assertThat(bean(Signups.class).consents(tenant))
                .as("consents, %s", point)
                .hasSize(whole ? 1 : 0);
        assertThat(bean(SignupCodes.class).find(code.id()).orElseThrow().state())
                .as("code, %s", point)
                .isEqualTo(whole ? SignupCode.State.USED : SignupCode.State.PENDING);
    }

    private static SagaState carried(Wanted wanted, SagaDefinition broken) {
        NewTenant tenant = new NewTenant(wanted.companyName(), Isolation.SHARED, Set.of("KR"), 1);
        return new CarriedSaga(house.server().context(), Duration.ofMillis(500), PATIENCE)
                .run(wanted.tenant(), SignupSagaInput.of(wanted, tenant), broken);
    }

    private static KeycloakForTests.Person newPerson() {
        return KeycloakForTests.get().newPerson("faults-" + System.nanoTime() + "@signup.example");
    }

    private static <T> T bean(Class<T> type) {
        return house.server().context().getBean(type);
    }
}
