package cloud.hanok.api.console;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.config.ConsoleConfiguration;
import cloud.hanok.api.config.KeycloakConfiguration;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.Errors;
import cloud.hanok.api.security.SignedInPeople;
import cloud.hanok.api.slice.Slice;
import cloud.hanok.platform.home.Homes;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.KeycloakForTests.Person;
import cloud.hanok.tenant.identity.SignInClient;
import cloud.hanok.tenant.session.ConsoleSession;
import cloud.hanok.tenant.session.ConsoleSessions;
import cloud.hanok.tenant.session.SessionId;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.BeanProvider;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Browsers at the console, signed in at a real Keycloak. */
@ExtendWith(Slice.Shared.class)
class ConsoleIT {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();
    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(5);
    private static final Pattern PROGRAM = Pattern.compile("src=\"(/console/assets/[^\"]+\\.js)\"");

    private static Slice slice;

    @BeforeAll
    static void keep(Slice shared) {
        slice = shared;
    }

    @Test
    void anOwnerSignsInAsksWithTheCookieAndSignsOut() {
        Slice.Customer customer = slice.customer("콘솔 " + System.nanoTime(), "KR");
        Person owner = newPerson();
        String member = join(customer, owner, "owner");
        String home = "/console/" + customer.id();
        try (ConsoleBrowser browser = browser()) {
            assertCode(browser.send(home + "/session", get()), 401, "no_session");

            ConsoleBrowser.Page page = browser.signIn(
                    "/console/sign-in?organization=" + customer.id() + "&return=" + home + "/keys?tab=1", owner);
            assertThat(page.address()).hasPath(home + "/keys").hasQuery("tab=1");
            assertThat(page.html()).contains("한옥");
            assertThat(browser.setCookies)
                    .filteredOn(cookie -> cookie.startsWith("hanok_console="))
                    .singleElement()
                    .asString()
                    .matches("hanok_console=[A-Za-z0-9_-]{43}; Path=" + home + "; HttpOnly; SameSite=Strict");

            JsonNode session = json(browser.send(home + "/session", get()), 200);
            assertThat(session.at("/member/id").asText()).isEqualTo(member);
            assertThat(session.at("/member/email").asText()).isEqualTo(owner.email());
            assertThat(session.at("/organization/alias").asText()).isEqualTo(customer.id());
            assertThat(session.at("/organization/tenant").asText()).isEqualTo(customer.id());
            assertThat(session.at("/organization/name").asText()).startsWith("콘솔 ");
            assertThat(session.at("/organization/kind").asText()).isEqualTo("shared");
            assertThat(session.at("/organization/government").asBoolean()).isFalse();
            assertThat(session.at("/organizations").findValuesAsText("alias")).containsExactly(customer.id());
            assertThat(session.at("/roles").toString()).isEqualTo("[\"owner\"]");
            assertThat(session.at("/operator").asBoolean()).isFalse();
            assertThat(session.at("/projects").findValuesAsText("id")).containsExactly(customer.project());
            assertThat(Instant.parse(session.at("/expires_at").asText()))
                    .isBetween(Instant.now().plusSeconds(25 * 60), Instant.now().plusSeconds(31 * 60));
            String csrf = session.at("/csrf").asText();

            String projects = home + "/api/v1/organization/projects";
            assertThat(json(browser.send(projects, get()), 200).at("/data/0/id").asText())
                    .isEqualTo(customer.project());
            assertCode(browser.send(projects, post("{\"name\":\"새 프로젝트\"}")), 403, "cross_site_request");
            assertCode(
                    browser.send(projects, post("{\"name\":\"새 프로젝트\"}").header("x-hanok-csrf", "wrong")),
                    403,
                    "cross_site_request");
            assertCode(
                    browser.send(
                            projects,
                            post("{\"name\":\"새 프로젝트\"}")
                                    .header("x-hanok-csrf", csrf)
                                    .header("Origin", "https://evil.example")),
                    403,
                    "cross_site_request");
            assertCode(browser.send(projects, get().header("Sec-Fetch-Site", "cross-site")), 403, "cross_site_request");
            json(
                    browser.send(
                            projects,
                            post("{\"name\":\"새 프로젝트\"}")
                                    .header("x-hanok-csrf", csrf)
                                    .header("Origin", address().toString())
                                    .header("Sec-Fetch-Site", "same-origin")),
                    200);

            asks(browser, customer, csrf, home);
            nobodySmuggles(browser, customer, home);

            assertCode(browser.send(home + "/sign-out", post("")), 403, "cross_site_request");
            String cookie = browser.session(customer.id());
            JsonNode out = json(browser.send(home + "/sign-out", post("").header("x-hanok-csrf", csrf)), 200);
            assertThat(out.at("/location").asText()).isEqualTo(address() + "/console/");
            assertThat(browser.session(customer.id())).isEmpty();
            assertCode(
                    slice.house()
                            .server()
                            .send(slice.house().server().request(projects).header("Cookie", "hanok_console=" + cookie)),
                    401,
                    "session_ended");
            assertThat(browser.open("/console/sign-in?organization=" + customer.id())
                            .asks("username"))
                    .as("Keycloak asks again: the sign-in is over there too")
                    .isTrue();
        }
        String log = slice.house()
                .get("/v1/organization/audit_logs?limit=100", customer.admin())
                .body();
        assertThat(log).contains("\"login.succeeded\"", "\"logout.succeeded\"");
    }

    private static void asks(ConsoleBrowser browser, Slice.Customer customer, String csrf, String home) {
        String chat = home + "/api/v1/chat/completions";
        HttpResponse<String> whole = browser.send(
                chat,
                post(Slice.body("console-json", "\"tokens\":3", false))
                        .header("x-hanok-csrf", csrf)
                        .header("Origin", address().toString())
                        .header("OpenAI-Project", customer.project()));
        assertThat(json(whole, 200).at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(whole.headers().firstValue("access-control-allow-origin")).isEmpty();
        keeper().forget();
        HttpResponse<String> stream = browser.send(
                chat,
                post(Slice.body("console-stream", "\"tokens\":5", true))
                        .header("x-hanok-csrf", csrf)
                        .header("OpenAI-Project", customer.project()));
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(stream.body()).endsWith("data: [DONE]\n\n");
        keeper().forget();
        HttpResponse<String> long_ = browser.send(
                chat,
                post("{\"model\":\"nobody's\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "가".repeat(300_000)
                                + "\"}]}")
                        .header("x-hanok-csrf", csrf)
                        .header("OpenAI-Project", customer.project()));
        assertCode(long_, 404, "model_not_found");
        assertCode(
                browser.send(
                        chat,
                        post(Slice.body("console-none", "\"tokens\":1", false)).header("x-hanok-csrf", csrf)),
                400,
                "missing_project");
    }

    private static void nobodySmuggles(ConsoleBrowser browser, Slice.Customer customer, String home) {
        Slice.Customer other = slice.customer("남의 조직 " + System.nanoTime(), "KR");
        String projects = home + "/api/v1/organization/projects";
        assertThat(browser.send(projects, get().header("Authorization", other.admin()))
                        .body())
                .as("the session's own, whatever else is sent")
                .contains(customer.project())
                .doesNotContain(other.project());
        assertCode(
                slice.house().get("/console/" + other.id() + "/api/v1/organization/projects", other.admin()),
                401,
                "no_session");
        assertCode(
                slice.house()
                        .server()
                        .send(slice.house()
                                .server()
                                .request("/console/" + other.id() + "/api/v1/organization/projects")
                                .header("Cookie", "hanok_console=" + browser.session(customer.id()))),
                401,
                "no_session");
        assertCode(
                slice.house()
                        .server()
                        .send(slice.house()
                                .server()
                                .request(projects)
                                .header(
                                        "Cookie",
                                        "hanok_console=" + browser.session(customer.id()) + "; hanok_console=x")),
                401,
                "no_session");
        assertCode(browser.send(home + "/api/prometheus", get()), 404, "unknown_url");
    }

    @Test
    void onePersonIsInTwoOrganizationsAtOnceAndLeavesBothTogether() {
        Slice.Customer first = slice.customer("첫째 " + System.nanoTime(), "KR");
        Slice.Customer second = slice.customer("둘째 " + System.nanoTime(), "KR");
        Person person = newPerson();
        join(first, person, "admin");
        join(second, person, "auditor");
        try (ConsoleBrowser browser = browser()) {
            browser.signIn("/console/sign-in?organization=" + first.id(), person);
            assertThat(browser.open("/console/sign-in?organization=" + second.id())
                            .address())
                    .as("Keycloak knows them already")
                    .hasPath("/console/" + second.id() + "/");
            JsonNode inFirst = json(browser.send("/console/" + first.id() + "/session", get()), 200);
            JsonNode inSecond = json(browser.send("/console/" + second.id() + "/session", get()), 200);
            assertThat(inFirst.at("/roles/0").asText()).isEqualTo("admin");
            assertThat(inSecond.at("/roles/0").asText()).isEqualTo("auditor");
            assertThat(inFirst.at("/organizations").findValuesAsText("alias"))
                    .containsExactlyInAnyOrder(first.id(), second.id());
            assertThat(json(browser.send("/console/" + second.id() + "/api/v1/organization/projects", get()), 200)
                            .at("/data/0/id")
                            .asText())
                    .isEqualTo(second.project());
            assertCode(
                    browser.send(
                            "/console/" + second.id() + "/sign-out",
                            post("").header("x-hanok-csrf", inFirst.at("/csrf").asText())),
                    403,
                    "cross_site_request");
            json(
                    browser.send(
                            "/console/" + first.id() + "/sign-out",
                            post("").header("x-hanok-csrf", inFirst.at("/csrf").asText())),
                    200);
            assertCode(browser.send("/console/" + second.id() + "/session", get()), 401, "session_ended");
        }
    }

    @Test
    void whoeverIsInOneOrganizationNeedNotNameItAndWhoeverIsInNoneIsLetInToNone() {
        Slice.Customer customer = slice.customer("하나뿐 " + System.nanoTime(), "KR");
        Person member = newPerson();
        join(customer, member, "developer");
        try (ConsoleBrowser browser = browser()) {
            assertThat(browser.signIn("/console/sign-in", member).address()).hasPath("/console/" + customer.id() + "/");
        }
        Person nobody = newPerson();
        try (ConsoleBrowser browser = browser()) {
            assertThat(browser.signIn("/console/sign-in?organization=-", nobody).address())
                    .hasPath("/console/-/");
            JsonNode session = json(browser.send("/console/-/session", get()), 200);
            assertThat(session.at("/member/email").asText()).isEqualTo(nobody.email());
            assertThat(session.at("/organizations")).isEmpty();
            assertThat(session.at("/operator").asBoolean()).isFalse();
            assertCode(browser.send("/console/-/api/platform/v1/tenants", get()), 403, "forbidden");

            operates(nobody, "platform_operator");
            assertThat(ofAnOperator(browser).at("/roles").toString()).isEqualTo("[\"platform_operator\"]");
            json(browser.send("/console/-/api/platform/v1/tenants", get()), 200);
        }
    }

    @Test
    void anOperatorRunsThePlatformWithoutAnOrganizationAndIsWhatAnOrganizationMadeOfThemInIt() {
        Slice.Customer customer = slice.customer("운영자의 조직 " + System.nanoTime(), "KR");
        Person person = newPerson();
        join(customer, person, "auditor");
        operates(person, "platform_operator");
        try (ConsoleBrowser browser = browser()) {
            assertThat(browser.signIn("/console/sign-in?organization=-&return=/console/-/tenants?q=1", person)
                            .address())
                    .hasPath("/console/-/tenants")
                    .hasQuery("q=1");
            JsonNode session = ofAnOperator(browser);
            assertThat(session.at("/roles").toString()).isEqualTo("[\"platform_operator\"]");
            assertThat(session.at("/organizations").findValuesAsText("alias")).containsExactly(customer.id());
            String csrf = session.at("/csrf").asText();
            String tenants = "/console/-/api/platform/v1/tenants";
            String name = "콘솔에서 만든 조직 " + System.nanoTime();
            JsonNode made = json(
                    browser.send(
                            tenants,
                            post("{\"name\":\"" + name
                                            + "\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1000}")
                                    .header("x-hanok-csrf", csrf)
                                    .header("Idempotency-Key", "console-" + System.nanoTime())),
                    201);
            assertThat(made.at("/adminKey").asText()).startsWith("hk_");
            String path = tenants + "/" + made.at("/id").asText();
            assertThat(json(browser.send(path, get()), 200).at("/name").asText())
                    .isEqualTo(name);
            assertCode(browser.send(path + "/suspend", post("{\"reason\":\"시험\"}")), 403, "cross_site_request");
            assertThat(json(
                                    browser.send(
                                            path + "/suspend",
                                            post("{\"reason\":\"시험\"}").header("x-hanok-csrf", csrf)),
                                    200)
                            .at("/state")
                            .asText())
                    .isEqualTo("suspended");
            assertThat(json(browser.send("/console/-/api/platform/v1/replicas", get()), 200)
                            .at("/data"))
                    .isNotEmpty();

            browser.open("/console/sign-in?organization=" + customer.id());
            JsonNode inside = json(browser.send("/console/" + customer.id() + "/session", get()), 200);
            assertThat(inside.at("/roles").toString()).isEqualTo("[\"auditor\"]");
            assertThat(inside.at("/operator").asBoolean())
                    .as("there is a way back")
                    .isTrue();
            assertCode(browser.send("/console/" + customer.id() + "/api/platform/v1/tenants", get()), 403, "forbidden");
        }
        String log = slice.house()
                .get("/platform/v1/audit_logs?limit=100", slice.house().operator())
                .body();
        assertThat(log).contains("\"login.succeeded\"", "\"tenant.created\"", person.id());
    }

    @Test
    void anOperatorOfCapacitySeesNoTenant() {
        Person person = newPerson();
        operates(person, "capacity_operator");
        try (ConsoleBrowser browser = browser()) {
            browser.signIn("/console/sign-in?organization=-", person);
            assertThat(ofAnOperator(browser).at("/roles").toString()).isEqualTo("[\"capacity_operator\"]");
            json(browser.send("/console/-/api/platform/v1/deployments", get()), 200);
            assertCode(browser.send("/console/-/api/platform/v1/tenants", get()), 403, "forbidden");
        }
    }

    @Test
    void aSignInThatIsNotTheBrowsersOwnLeadsToTheFirstPageWithTheReason() {
        Slice.Customer customer = slice.customer("오류 " + System.nanoTime(), "KR");
        Person stranger = newPerson();
        try (ConsoleBrowser browser = browser()) {
            assertThat(browser.open("/console/sign-in/callback?state=x&code=y").address())
                    .hasPath("/console/")
                    .hasQuery("error=sign_in_failed");
            assertThat(browser.signIn("/console/sign-in?organization=" + customer.id(), stranger)
                            .address()
                            .getQuery())
                    .as("they are no member")
                    .startsWith("error=");
            assertThat(browser.setCookies).noneMatch(cookie -> cookie.startsWith("hanok_console="));
        }
    }

    @Test
    void whoIsSignedOutAtKeycloakIsSignedOutHere() {
        Slice.Customer customer = slice.customer("퇴장 " + System.nanoTime(), "KR");
        Person person = newPerson();
        join(customer, person, "developer");
        try (ConsoleBrowser browser = browser();
                KeycloakAdministrator administrator = KEYCLOAK.administrator()) {
            String clients = "/realms/" + KEYCLOAK.realm() + "/clients";
            String id = administrator
                    .get(clients + "?clientId=hanok-console")
                    .path(0)
                    .path("id")
                    .asText();
            administrator.update(
                    clients + "/" + id,
                    "{\"clientId\":\"hanok-console\",\"attributes\":{\"backchannel.logout.url\":\"" + address()
                            + "/console/back-channel-logout\",\"backchannel.logout.session.required\":\"true\"}}");
            browser.signIn("/console/sign-in?organization=" + customer.id(), person);
            String session = "/console/" + customer.id() + "/session";
            json(browser.send(session, get()), 200);
            administrator.create("/realms/" + KEYCLOAK.realm() + "/users/" + person.id() + "/logout", "");
            HttpResponse<String> empty = slice.house()
                    .server()
                    .send(slice.house()
                            .server()
                            .request("/console/back-channel-logout")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("other=1")));
            assertCode(empty, 400, "missing_required_parameter");
            await("the end", CHANGE_LIMIT, () -> browser.send(session, get()).statusCode() == 401);
            assertCode(browser.send(session, get()), 401, "session_ended");
        }
        HttpResponse<String> forged = slice.house()
                .server()
                .send(slice.house()
                        .server()
                        .request("/console/back-channel-logout")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("logout_token=" + KEYCLOAK.tokenFor(person, customer.id()))));
        assertCode(forged, 401, "invalid_token");
    }

    @Test
    void tokensThatHaveEndedAreRefreshedOnceForAllWhoWait() {
        ConsoleSession session = signedIn();
        var meters = new SimpleMeterRegistry();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SessionKeeper later = keeper(KeycloakOf.HERE, Duration.ofMinutes(10), threads, meters);
            List<CompletableFuture<ConsoleSession>> all = IntStream.range(0, 8)
                    .mapToObj(each -> later.find(session.organization(), session.id(), false)
                            .toCompletableFuture())
                    .toList();
            for (CompletableFuture<ConsoleSession> each : all) {
                assertThat(each.join().tokens().access())
                        .isNotEqualTo(session.tokens().access());
            }
            assertThat(meters.get("hanok.console.refreshes")
                            .tag("outcome", "granted")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(kept(session).tokens()).isNotEqualTo(session.tokens());
    }

    @Test
    void aRefreshThatIsOfAnotherOrganizationEndsTheSession() {
        ConsoleSession session = signedIn();
        Slice.Customer other = slice.customer("다른 조직 " + System.nanoTime(), "KR");
        ConsoleSession switched = new ConsoleSession(
                SessionId.of(Secret.draw(new SecureRandom()).reveal()).orElseThrow(),
                other.id(),
                session.subject(),
                session.signIn(),
                new Secret("csrf"),
                session.tokens(),
                session.createdAt(),
                session.usedAt(),
                session.expiresAt());
        sessions().open(switched);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SessionKeeper later = keeper(KeycloakOf.HERE, Duration.ofMinutes(10), threads, new SimpleMeterRegistry());
            assertThat(refusal(later, switched)).isEqualTo(ErrorCode.SESSION_ENDED);
        }
        assertThat(sessions().find(switched.id())).isEmpty();
    }

    @Test
    void whileKeycloakIsAwayASessionGoesOnToTheEndOfItsTokenAndIsKept() {
        ConsoleSession session = signedIn();
        Duration nearly = Duration.between(Instant.now(), session.tokens().accessExpiresAt())
                .minusSeconds(10);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SessionKeeper soon = keeper(KeycloakOf.NOWHERE, nearly, threads, new SimpleMeterRegistry());
            assertThat(soon.find(session.organization(), session.id(), false)
                            .toCompletableFuture()
                            .join()
                            .tokens())
                    .isEqualTo(session.tokens());
            SessionKeeper late = keeper(KeycloakOf.NOWHERE, nearly.plusMinutes(1), threads, new SimpleMeterRegistry());
            assertThat(refusal(late, session)).isEqualTo(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE);
            assertThat(kept(session).tokens()).isEqualTo(session.tokens());
            SessionKeeper back = keeper(KeycloakOf.HERE, nearly.plusMinutes(1), threads, new SimpleMeterRegistry());
            assertThat(back.find(session.organization(), session.id(), false)
                            .toCompletableFuture()
                            .join()
                            .tokens())
                    .isNotEqualTo(session.tokens());
        }
    }

    @Test
    void aSessionThatNobodyUsesEndsAndWhatAPageAsksByItselfDoesNotUseIt() {
        ConsoleSession session = signedIn();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Duration later = Duration.ofMinutes(20);
            SessionKeeper page = keeper(KeycloakOf.HERE, later, threads, new SimpleMeterRegistry());
            assertThat(page.find(session.organization(), session.id(), true)
                            .toCompletableFuture()
                            .join()
                            .usedAt())
                    .isEqualTo(session.usedAt());
            SessionKeeper person = keeper(KeycloakOf.HERE, later, threads, new SimpleMeterRegistry());
            assertThat(person.find(session.organization(), session.id(), false)
                            .toCompletableFuture()
                            .join()
                            .usedAt())
                    .isAfter(session.usedAt().plus(later).minusSeconds(60));
            SessionKeeper muchLater =
                    keeper(KeycloakOf.HERE, Duration.ofMinutes(52), threads, new SimpleMeterRegistry());
            assertThat(refusal(muchLater, session)).isEqualTo(ErrorCode.SESSION_ENDED);
        }
        assertThat(sessions().find(session.id())).isEmpty();
    }

    @Test
    void thePageComesWithItsPolicyAndItsPartsForAYear() {
        HttpResponse<String> page = slice.house().get("/console/ten_x/anything/at/all", null);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("default-src 'self'; script-src 'self';")
                .contains("frame-ancestors 'none'");
        assertThat(slice.house().get("/console", null).body()).isEqualTo(page.body());
        assertThat(slice.house().get("/console/", null).body()).isEqualTo(page.body());

        HttpResponse<String> asset = slice.house().get(program(page.body()), null);
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.headers().firstValue("content-type")).hasValue("text/javascript; charset=utf-8");
        assertThat(asset.headers().firstValue("cache-control")).hasValue("public, max-age=31536000, immutable");
        for (String wrong :
                List.of("none.js", "../index.html", "..%2findex.html", "%2e%2e/application.yml", "x.class")) {
            assertThat(slice.house().get("/console/assets/" + wrong, null).body())
                    .as(wrong)
                    .doesNotContain("datacenter", "micronaut");
        }
        assertCode(slice.house().get("/console/assets/none.js", null), 404, "unknown_url");
    }

    @Test
    void whatIsNotThePageIsNotTakenForItWhateverIsAccepted() {
        String page = slice.house().get("/console/", null).body();
        for (String accepted : List.of("*/*", "application/json", "application/json, text/plain, */*")) {
            assertCode(accepting(accepted, "/console/-/session"), 401, "no_session");
        }
        for (String accepted : List.of("*/*", "application/json", "text/event-stream", "text/html,*/*;q=0.8")) {
            assertCode(accepting(accepted, "/console/-/api/v1/models"), 401, "no_session");
        }
        for (String accepted : List.of("*/*", "text/html", "text/html,*/*;q=0.8")) {
            assertThat(accepting(accepted, "/console/sign-in").statusCode())
                    .as(accepted)
                    .isEqualTo(302);
            assertThat(accepting(accepted, "/console/-/tenants").body())
                    .as(accepted)
                    .contains("<html");
            HttpResponse<String> program = accepting(accepted, program(page));
            assertThat(program.headers().firstValue("content-type"))
                    .as(accepted)
                    .hasValue("text/javascript; charset=utf-8");
        }
    }

    /** The path of the program that the page begins with. */
    private static String program(String page) {
        Matcher script = PROGRAM.matcher(page);
        assertThat(script.find()).as(page).isTrue();
        return script.group(1);
    }

    private static HttpResponse<String> accepting(String accepted, String path) {
        return slice.house().server().send(slice.house().server().request(path).header("Accept", accepted));
    }

    private static ConsoleSession signedIn() {
        Slice.Customer customer = slice.customer("세션 " + System.nanoTime(), "KR");
        Person person = newPerson();
        join(customer, person, "developer");
        try (ConsoleBrowser browser = browser()) {
            browser.signIn("/console/sign-in?organization=" + customer.id(), person);
            SessionId id = SessionId.of(browser.session(customer.id())).orElseThrow();
            return sessions().find(id).orElseThrow();
        }
    }

    private static ConsoleSession kept(ConsoleSession session) {
        return sessions().find(session.id()).orElseThrow();
    }

    private static ErrorCode refusal(SessionKeeper keeper, ConsoleSession session) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(() -> keeper.find(session.organization(), session.id(), false)
                        .toCompletableFuture()
                        .join())
                .satisfies(refused -> thrown[0] = refused);
        return bean(Errors.class).of(thrown[0]).code();
    }

    private enum KeycloakOf {
        HERE,
        NOWHERE
    }

    /** Another gateway, where it is later, and Keycloak is there or not. */
    private static SessionKeeper keeper(
            KeycloakOf where, Duration later, ExecutorService threads, SimpleMeterRegistry meters) {
        KeycloakConfiguration real = bean(KeycloakConfiguration.class);
        KeycloakConfiguration keycloak = switch (where) {
            case HERE -> real;
            case NOWHERE ->
                new KeycloakConfiguration(
                        URI.create("http://127.0.0.1:1"),
                        real.realm(),
                        real.operatorClientId(),
                        real.memberClients(),
                        real.audience(),
                        real.clientId(),
                        real.clientSecretFile(),
                        real.timeout());
        };
        ConsoleConfiguration console = bean(ConsoleConfiguration.class);
        return new SessionKeeper(
                provider(ConsoleSessions.class),
                provider(SignedInPeople.class),
                new ConsoleRealms(console, keycloak, provider(Homes.class)),
                bean(SignInClient.class),
                console,
                Clock.offset(Clock.systemUTC(), later),
                threads,
                meters);
    }

    private static <T> BeanProvider<T> provider(Class<T> type) {
        return () -> bean(type);
    }

    private static <T> T bean(Class<T> type) {
        return slice.house().server().context().getBean(type);
    }

    private static ConsoleSessions sessions() {
        return bean(ConsoleSessions.class);
    }

    private static SessionKeeper keeper() {
        return bean(SessionKeeper.class);
    }

    private static Person newPerson() {
        return KEYCLOAK.newPerson("console-" + System.nanoTime() + "@console.example");
    }

    private static void operates(Person person, String role) {
        json(
                slice.house()
                        .send(
                                "/platform/v1/operators/" + person.id(),
                                "PUT",
                                "{\"role\":\"" + role + "\",\"name\":\"야간\"}",
                                slice.house().operator(),
                                null),
                200);
    }

    /** The session of somebody who was just made an operator, once that is known. */
    private static JsonNode ofAnOperator(ConsoleBrowser browser) {
        JsonNode[] session = new JsonNode[1];
        await("the operator", CHANGE_LIMIT, () -> {
            session[0] = json(browser.send("/console/-/session", get()), 200);
            return session[0].at("/operator").asBoolean();
        });
        return session[0];
    }

    private static String join(Slice.Customer customer, Person person, String role) {
        String invitation = slice.house()
                .created(
                        "/platform/v1/tenants/" + customer.id() + "/invites",
                        "{\"email\":\"" + person.email() + "\",\"role\":\"" + role + "\"}")
                .get("token")
                .asText();
        return slice.joined(person, invitation).get("id").asText();
    }

    private static URI address() {
        return URI.create("http://127.0.0.1:" + slice.house().server().port());
    }

    private static ConsoleBrowser browser() {
        return new ConsoleBrowser(address());
    }

    private static HttpRequest.Builder get() {
        return HttpRequest.newBuilder(address()).GET();
    }

    private static HttpRequest.Builder post(String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address()).POST(BodyPublishers.ofString(body));
        return body.isEmpty() ? request : request.header("Content-Type", "application/json");
    }
}
