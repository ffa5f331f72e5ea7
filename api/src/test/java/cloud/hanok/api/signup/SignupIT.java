package cloud.hanok.api.signup;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.config.SignupConfiguration;
import cloud.hanok.api.provisioning.SignupProvisioning;
import cloud.hanok.api.provisioning.SignupProvisioning.Applicant;
import cloud.hanok.api.provisioning.SignupProvisioning.Form;
import cloud.hanok.api.provisioning.SignupProvisioning.SignedUp;
import cloud.hanok.api.provisioning.SignupSagas;
import cloud.hanok.api.provisioning.TenantClosings;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.SagaId;
import cloud.hanok.platform.id.SignupCodeId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.SagaRefusedException;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.MailboxForTests;
import cloud.hanok.standalone.testing.OwnOpenBao;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Person;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.signup.BusinessRegistry.Standing;
import cloud.hanok.tenant.signup.Consent;
import cloud.hanok.tenant.signup.SignupCodes;
import cloud.hanok.tenant.signup.SignupPolicy;
import cloud.hanok.tenant.signup.SignupProblemException;
import cloud.hanok.tenant.signup.Signups;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Companies that sign up by themselves, at a real Keycloak, with real mail. */
class SignupIT {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();
    private static final String SIGNUPS = "/platform/v1/signups";
    private static final Map<String, String> CONSENTS = Map.of("terms", "2026-11-01", "privacy", "v3");

    @TempDir
    private static Path folder;

    private static OperatedServer house;

    @BeforeAll
    static void start() throws IOException {
        house = OperatedServer.start(folder, settings());
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    private static Map<String, Object> settings() {
        return Map.of(
                "hanok.mail.host", "127.0.0.1",
                "hanok.mail.port", MailboxForTests.get().access().port(),
                "hanok.mail.security", "none",
                "hanok.mail.from", "no-reply@hanok.example",
                "hanok.signup.policy", "open",
                "hanok.signup.starting-credit-won", 7000,
                "hanok.signup.terms-version", "2026-11-01",
                "hanok.signup.privacy-version", "v3",
                "hanok.signup.attempts-per-address", 10_000,
                "hanok.tenants.closing-grace", "0s");
    }

    private static SignupConfiguration policy(SignupPolicy policy) {
        return new SignupConfiguration(policy, 7000, "2026-11-01", "", "v3", "", 30);
    }

    private static <T> T bean(Class<T> type) {
        return house.server().context().getBean(type);
    }

    /** One that nobody has, with its check digit. */
    static String newNumber() {
        String nine = "%09d".formatted(ThreadLocalRandom.current().nextInt(1_000_000_000));
        int[] weights = {1, 3, 7, 1, 3, 7, 1, 3, 5};
        int sum = (nine.charAt(8) - '0') * 5 / 10;
        for (int at = 0; at < weights.length; at++) {
            sum += weights[at] * (nine.charAt(at) - '0');
        }
        return nine + (10 - sum % 10) % 10;
    }

    private static String newCompany() {
        return "주식회사 가입 " + System.nanoTime();
    }

    private static KeycloakForTests.Person newPerson() {
        return KEYCLOAK.newPerson("signup-" + System.nanoTime() + "@signup.example");
    }

    private static String body(String company, String number) {
        return "{\"companyName\":\"%s\",\"businessNumber\":\"%s\",\"consents\":{\"terms\":\"2026-11-01\",\"privacy\":\"v3\"}}"
                .formatted(company, number);
    }

    private static String bearer(KeycloakForTests.Person person) {
        return "Bearer " + KEYCLOAK.token(person, "openid");
    }

    private static HttpResponse<String> signUp(String body, @Nullable String bearer, @Nullable String key) {
        return house.send(SIGNUPS, "POST", body, bearer, key);
    }

    @Test
    void aCompanyWhoseTenantIsClosedMaySignUpAgain() {
        String company = newCompany();
        String number = newNumber();
        KeycloakForTests.Person founder = newPerson();
        JsonNode first = json(signUp(body(company, number), bearer(founder), null), 201);
        String path = "/platform/v1/tenants/" + first.get("id").asText();
        assertCode(signUp(body(company + " 둘", number), bearer(newPerson()), null), 409, "business_number_taken");
        json(house.post(path + "/suspend", "{\"reason\":\"계약 종료\"}"), 200);
        json(house.post(path + "/close", "{\"reason\":\"계약 종료\",\"confirm\":\"" + company + "\"}"), 200);
        OperatedServer.await("it is closed", Duration.ofSeconds(30), () -> {
            bean(TenantClosings.class).turn();
            return json(house.get(path, house.operator()), 200)
                    .get("state")
                    .asText()
                    .equals("closed");
        });

        JsonNode second = json(signUp(body(company, number), bearer(newPerson()), null), 201);

        assertThat(second.get("id").asText()).isNotEqualTo(first.get("id").asText());
    }

    @Test
    void whoRegistersAndOpensTheMailHasATenantAndAKeyThatWorks() {
        JsonNode policy = json(house.get("/platform/v1/signup_policy", null), 200);
        assertThat(policy.get("policy").asText()).isEqualTo("open");
        assertThat(policy.at("/documents/0/version").asText()).isEqualTo("2026-11-01");

        KeycloakForTests.Person person;
        try (RegistrationBrowser browser = new RegistrationBrowser(KEYCLOAK)) {
            person = browser.register("founder-" + System.nanoTime() + "@signup.example");
            KeycloakForTests.Person unverified = person;
            assertThatThrownBy(() -> KEYCLOAK.token(unverified, "openid")).isInstanceOf(StandaloneException.class);
            browser.verify(person);
        }
        String company = newCompany();
        String number = newNumber();
        String decomposed = Normalizer.normalize(company, Normalizer.Form.NFD);
        String body =
                body(decomposed, number.substring(0, 3) + "-" + number.substring(3, 5) + "-" + number.substring(5));
        String bearer = bearer(person);
        long from = System.nanoTime();
        JsonNode made = json(signUp(body, bearer, "once"), 201);
        System.out.println("a company signed up in " + (System.nanoTime() - from) / 1_000_000 + " ms");

        assertThat(made.get("name").asText()).isEqualTo(company);
        assertThat(made.get("creditLimitWon").asLong()).isEqualTo(7000);
        assertThat(made.get("businessLookup").asText()).isEqualTo("not_looked_up");
        String key = "Bearer " + made.get("key").asText();
        assertThat(house.get("/v1/models", key).statusCode()).isEqualTo(200);
        assertCode(
                house.send(
                        "/v1/chat/completions",
                        "POST",
                        "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"}]}",
                        key,
                        null),
                404,
                "model_not_found");

        String id = made.get("id").asText();
        String owner = "Bearer " + KEYCLOAK.tokenFor(person, id);
        JsonNode users = json(house.get("/v1/organization/users", owner), 200);
        assertThat(users.get("data")).hasSize(1);
        assertThat(users.at("/data/0/role").asText()).isEqualTo("owner");
        assertThat(users.at("/data/0/email").asText()).isEqualTo(person.email());
        JsonNode projects = json(house.get("/v1/organization/projects", owner), 200);
        assertThat(projects.at("/data/0/id")).isEqualTo(made.get("project"));

        TenantId tenant = TenantId.parse(id);
        assertThat(bean(Signups.class).find(tenant).orElseThrow()).satisfies(signup -> {
            assertThat(signup.number().orElseThrow().digits()).isEqualTo(number);
            assertThat(signup.standing()).isEqualTo(Standing.NOT_LOOKED_UP);
        });
        assertThat(bean(Signups.class).consents(tenant))
                .extracting(Consent::document, Consent::version, Consent::source)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("terms", "2026-11-01", "127.0.0.1"),
                        org.assertj.core.groups.Tuple.tuple("privacy", "v3", "127.0.0.1"));
        assertThat(bean(Sagas.class)
                        .find(new SagaId(tenant.ulid()))
                        .orElseThrow()
                        .toString())
                .doesNotContain(number, person.email());
        JsonNode log =
                json(house.get("/platform/v1/audit_logs?event_types%5B%5D=tenant.signed_up", house.operator()), 200);
        assertThat(log.toString()).contains(id).doesNotContain(made.get("key").asText(), number);

        assertCode(signUp(body, bearer, "once"), 409, "conflict");
        assertCode(signUp(body(company, newNumber()), bearer, "once"), 422, "idempotency_key_reused");
        assertCode(signUp(body(newCompany(), number), bearer, null), 409, "business_number_taken");
    }

    @Test
    void whatWillNotDoIsNamedAndMakesNothing() {
        String bearer = bearer(newPerson());
        String company = newCompany();
        String number = newNumber();
        assertParam(signUp(body(company, "123-45-67890"), bearer, null), "invalid_value", "businessNumber");
        assertParam(signUp(body(company, "12481009980"), bearer, null), "invalid_value", "businessNumber");
        assertParam(signUp(body("가\\u0000나", number), bearer, null), "invalid_value", "companyName");
        String consents = "\"consents\":{\"terms\":\"2026-11-01\"}}";
        String head = "{\"companyName\":\"" + company + "\",\"businessNumber\":\"" + number + "\",";
        assertParam(signUp(head + consents, bearer, null), "consent_required", "consents.privacy");
        assertParam(
                signUp(body(company, number).replace("11-01", "10-01"), bearer, null),
                "consent_required",
                "consents.terms");
        assertParam(
                signUp(body(company, number).replace("\"v3\"", "\"v3\",\"marketing\":\"v1\""), bearer, null),
                "unknown_parameter",
                "consents.marketing");
        assertParam(signUp(head + "\"more\":1," + consents, bearer, null), "unknown_parameter", "more");
        assertThat(signUp(body(company, number), null, null).statusCode()).isEqualTo(401);
        assertCode(signUp(body(company, number), house.operator(), null), 403, "forbidden");

        house.created(
                "/platform/v1/tenants",
                "{\"name\":\"%s\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1}"
                        .formatted(company));
        assertCode(signUp(body(company, number), bearer, "taken"), 409, "name_taken");
        assertCode(signUp(body(company, number), bearer, "taken"), 409, "name_taken");
        JsonNode made = json(signUp(body(newCompany(), number), bearer, null), 201);
        String owner = made.get("id").asText();
        assertThat(owner).startsWith("ten_");
    }

    @Test
    void ofTwoPeopleWithOneNumberAtOnceOneHasIt() throws Exception {
        String number = newNumber();
        List<String> bearers = List.of(bearer(newPerson()), bearer(newPerson()));
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = bearers.stream()
                    .map(bearer -> both.submit(() -> signUp(body(newCompany(), number), bearer, "at-once")))
                    .toList();
            List<Integer> codes = new java.util.ArrayList<>();
            for (var answer : answers) {
                codes.add(answer.get().statusCode());
            }
            assertThat(codes).containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void aPersonSignsUpThreeCompaniesAndNoFourth() {
        String bearer = bearer(newPerson());
        for (int company = 0; company < 3; company++) {
            json(signUp(body(newCompany(), newNumber()), bearer, null), 201);
        }
        assertCode(signUp(body(newCompany(), newNumber()), bearer, null), 409, "too_many_signups");
        assertThat(IntStream.range(0, 10)
                        .mapToObj(each -> signUp(body(newCompany(), newNumber()), bearer, null))
                        .map(HttpResponse::statusCode))
                .contains(429);
    }

    @Test
    void whereItIsClosedNobodySignsUpAndWhereCodesAreAskedForEachIsGoodOnce() {
        Form form = new Form(newCompany(), newNumber(), CONSENTS, Optional.empty());
        assertRefused("signup_closed", () -> provisioning(SignupPolicy.CLOSED).signUp(applicant(true), form, null));
        assertRefused("email_unverified", () -> provisioning(SignupPolicy.OPEN).signUp(applicant(false), form, null));

        SignupProvisioning invited = provisioning(SignupPolicy.INVITATION);
        assertThatThrownBy(() -> invited.signUp(applicant(true), form, null)).hasMessage("missing_required_parameter");
        assertRefused("signup_code_unusable", () -> invited.signUp(applicant(true), with(newCode(), "hks_no"), null));

        JsonNode revoked = newCode();
        String path = "/platform/v1/signup_codes/" + revoked.get("id").asText();
        JsonNode gone = json(house.send(path, "DELETE", null, house.operator(), null), 200);
        assertThat(gone.get("status").asText()).isEqualTo("revoked");
        assertSagaRefused("signup_code_unusable", () -> invited.signUp(applicant(true), with(revoked, null), null));

        JsonNode code = newCode();
        // A name that is taken gives the code back.
        String taken = newCompany();
        house.created(
                "/platform/v1/tenants",
                "{\"name\":\"%s\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1}"
                        .formatted(taken));
        Form refused = new Form(
                taken, newNumber(), CONSENTS, Optional.of(code.get("value").asText()));
        assertSagaRefused("tenant_name_taken", () -> invited.signUp(applicant(true), refused, null));
        SignedUp made = invited.signUp(applicant(true), with(code, null), null);
        assertSagaRefused("signup_code_unusable", () -> invited.signUp(applicant(true), with(code, null), null));
        SignupCodeId id = SignupCodeId.parse(code.get("id").asText());
        assertThat(bean(SignupCodes.class).find(id).orElseThrow().stateBy())
                .isEqualTo(made.tenant().id().text());
        assertCode(
                house.send("/platform/v1/signup_codes/" + id.text(), "DELETE", null, house.operator(), null),
                409,
                "signup_code_unusable");
        assertThat(house.get("/platform/v1/signup_codes", house.operator()).body())
                .contains(id.text())
                .doesNotContain(code.get("value").asText());
    }

    private static JsonNode newCode() {
        return house.created("/platform/v1/signup_codes", "{\"note\":\"한빛상사\",\"expiresInDays\":1}");
    }

    /** A form with this code's value, or another's text. */
    private static Form with(JsonNode code, @Nullable String other) {
        String value = other == null ? code.get("value").asText() : other;
        return new Form(newCompany(), newNumber(), CONSENTS, Optional.of(value));
    }

    private static Applicant applicant(boolean verified) {
        KeycloakForTests.Person person = newPerson();
        return new Applicant(
                person.id(), new Person(EmailAddress.of("email", person.email()), "홍길동"), verified, "192.0.2.1");
    }

    private static SignupProvisioning provisioning(SignupPolicy policy) {
        return new SignupProvisioning(
                policy(policy),
                bean(Keyspaces.class),
                bean(Signups.class),
                bean(SignupCodes.class),
                bean(Sagas.class),
                bean(SignupSagas.class),
                bean(Tenants.class),
                bean(Projects.class),
                bean(ApiKeys.class),
                bean(Ulids.class),
                Clock.systemUTC());
    }

    private static void assertRefused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SignupProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(code));
    }

    private static void assertSagaRefused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SagaRefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
    }

    @Test
    void whileTheKeyStoreIsSealedNothingBeginsAndAfterwardsTheSameRequestDoes(@TempDir Path own) throws IOException {
        try (OwnOpenBao bao = OwnOpenBao.start(own.resolve("openbao"))) {
            java.util.Map<String, Object> settings = new java.util.HashMap<>(settings());
            settings.put("hanok.vault.address", bao.address().toString());
            settings.put("hanok.vault.role-id-file", bao.files().roleIdFile().toString());
            settings.put(
                    "hanok.vault.secret-id-file", bao.files().secretIdFile().toString());
            Path data = java.nio.file.Files.createDirectories(own.resolve("house"));
            try (OperatedServer other = OperatedServer.start(data, settings)) {
                bao.seal();
                String bearer = bearer(newPerson());
                String body = body(newCompany(), newNumber());
                assertCode(other.send(SIGNUPS, "POST", body, bearer, "sealed"), 503, "key_store_unavailable");
                bao.unseal();
                json(other.send(SIGNUPS, "POST", body, bearer, "sealed"), 201);
            }
        }
    }
}
