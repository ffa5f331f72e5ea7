package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.security.MemberCallers;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.KeyCheck;
import cloud.hanok.tenant.key.KeyDirectory;
import cloud.hanok.tenant.key.KeyEndpoint;
import cloud.hanok.tenant.key.KeyUse;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members who ask with tokens of their own, given out by a real Keycloak. */
@ExtendWith(Slice.Shared.class)
class MemberInferenceIT {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();
    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(5);
    private static final Duration RECEIPT_LIMIT = Duration.ofSeconds(20);
    private static final String CHAT = "/v1/chat/completions";

    private record Joined(String member, KeycloakForTests.Person person, String token) {
        String bearer() {
            return "Bearer " + token;
        }
    }

    private static Joined join(Slice slice, Slice.Customer customer, String role) {
        KeycloakForTests.Person person = KEYCLOAK.newPerson(role + "-" + System.nanoTime() + "@asks.example");
        String invitation = slice.house
                .created(
                        "/platform/v1/tenants/" + customer.id() + "/invites",
                        "{\"email\":\"" + person.email() + "\",\"role\":\"" + role + "\"}")
                .get("token")
                .asText();
        JsonNode membership = slice.joined(person, invitation);
        Joined joined = new Joined(membership.get("id").asText(), person, KEYCLOAK.tokenFor(person, customer.id()));
        await(
                "the membership",
                CHANGE_LIMIT,
                () -> slice.house.get("/v1/models", joined.bearer()).statusCode() == 200);
        return joined;
    }

    private static HttpRequest.Builder chat(Slice slice, String bearer, @Nullable String project, String body) {
        HttpRequest.Builder request = slice.house
                .server()
                .request(CHAT)
                .header("Content-Type", "application/json")
                .header("Authorization", bearer)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return project == null ? request : request.header(MemberCallers.PROJECT_HEADER, project);
    }

    private static HttpResponse<String> ask(Slice slice, String bearer, @Nullable String project, String name) {
        return slice.house.server().send(chat(slice, bearer, project, Slice.body(name, "\"tokens\":1", false)));
    }

    @Test
    void aMemberAsksThroughTheOfficialClientAndUsageAndReceiptSayWho(Slice slice) {
        Slice.Customer customer = slice.customer("구성원 질문 " + System.nanoTime(), "KR");
        Joined developer = join(slice, customer, "developer");
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + slice.house.server().port() + "/v1")
                .apiKey(developer.token())
                .project(customer.project())
                .maxRetries(0)
                .build();

        assertThat(client.chat()
                        .completions()
                        .create(Slice.ask("member-json", "\"tokens\":3,\"promptTokens\":7")
                                .build())
                        .usage()
                        .orElseThrow()
                        .completionTokens())
                .isEqualTo(3);
        ChatCompletionCreateParams streamed =
                Slice.ask("member-stream", "\"tokens\":4").build();
        long chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(streamed)) {
            chunks = stream.stream()
                    .filter(chunk -> !chunk.choices().isEmpty()
                            && chunk.choices().getFirst().delta().content().isPresent())
                    .count();
        }
        assertThat(chunks).isGreaterThanOrEqualTo(4);

        HttpResponse<String> raw = ask(slice, developer.bearer(), customer.project(), "member-raw");
        assertThat(raw.statusCode()).as(raw.body()).isEqualTo(200);
        String request = raw.headers().firstValue("x-request-id").orElseThrow();
        await(
                "the receipt",
                RECEIPT_LIMIT,
                () -> slice.house
                                .get("/v1/receipts/" + request, developer.bearer())
                                .statusCode()
                        == 200);
        JsonNode view = json(slice.house.get("/platform/v1/requests/" + request, customer.bearer()), 200);
        assertThat(view.at("/attempts/0/member").asText()).isEqualTo(developer.member());
        assertThat(view.at("/attempts/0/api_key").isNull()).isTrue();
        assertThat(view.at("/decision/v").asInt()).isEqualTo(2);
        assertThat(view.at("/decision/member").asText()).isEqualTo(developer.member());
        assertThat(view.at("/decision/project").asText()).isEqualTo(customer.project());
        assertThat(view.toString())
                .doesNotContain(developer.person().email(), developer.person().id());

        assertThat(ask(slice, customer.bearer(), null, "member-key").statusCode())
                .isEqualTo(200);
        String since = "start_time=" + (Instant.now().getEpochSecond() - 3_600);
        await("usage of all four", RECEIPT_LIMIT, () -> requests(slice, customer, since) == 4);
        assertThat(requests(slice, customer, since + "&user_ids=" + developer.member()))
                .isEqualTo(3);
        assertThat(requests(slice, customer, since + "&api_key_ids=" + customer.keyId()))
                .isEqualTo(1);
        JsonNode grouped = json(
                slice.house.get("/v1/organization/usage/completions?group_by=user_id&" + since, customer.admin()), 200);
        assertThat(grouped.findValuesAsText("user_id")).contains(developer.member());
        JsonNode costs =
                json(slice.house.get("/v1/organization/costs?group_by=user_id&" + since, customer.admin()), 200);
        assertThat(costs.findValuesAsText("user_id")).contains(developer.member());
    }

    private static long requests(Slice slice, Slice.Customer customer, String query) {
        long sum = 0;
        for (JsonNode count : json(
                        slice.house.get("/v1/organization/usage/completions?" + query, customer.admin()), 200)
                .findValues("num_model_requests")) {
            sum += count.asLong();
        }
        return sum;
    }

    @Test
    void theProjectMustBeNamedAndBeTheTenantsAndInUse(Slice slice) {
        Slice.Customer customer = slice.customer("프로젝트 지정 " + System.nanoTime(), "KR");
        Slice.Customer other = slice.customer("남의 프로젝트 " + System.nanoTime(), "KR");
        Joined owner = join(slice, customer, "owner");

        assertCode(ask(slice, owner.bearer(), null, "no-project"), 400, "missing_project");
        assertParam(ask(slice, owner.bearer(), null, "no-project"), "missing_project", "OpenAI-Project");
        String unknown = "proj_01JD00000000000000000000ZZ";
        HttpResponse<String> foreign = ask(slice, owner.bearer(), other.project(), "foreign-project");
        HttpResponse<String> nobodys = ask(slice, owner.bearer(), unknown, "foreign-project");
        assertCode(foreign, 404, "not_found");
        assertThat(said(foreign, other.project())).isEqualTo(said(nobodys, unknown));
        assertCode(ask(slice, owner.bearer(), "Default project", "foreign-project"), 404, "not_found");

        assertThat(ask(slice, owner.bearer(), customer.project(), "in-use").statusCode())
                .isEqualTo(200);
        json(
                slice.house.send(
                        "/v1/organization/projects/" + customer.project() + "/archive",
                        "POST",
                        null,
                        customer.admin(),
                        null),
                200);
        await(
                "the project's end",
                CHANGE_LIMIT,
                () -> ask(slice, owner.bearer(), customer.project(), "archived").statusCode() == 409);
        assertCode(ask(slice, owner.bearer(), customer.project(), "archived"), 409, "project_archived");
        assertThat(slice.seen("foreign-project")).isEmpty();
    }

    private static String said(HttpResponse<String> answer, String project) {
        return answer.body().replaceAll("req_[0-9A-Z]{26}", "<id>").replace(project, "<project>");
    }

    @Test
    void onlyWhoMayAskIsAnsweredAndWhoIsRemovedIsRefusedWithinFiveSeconds(Slice slice) {
        Slice.Customer customer = slice.customer("역할 " + System.nanoTime(), "KR");
        for (String role : new String[] {"owner", "admin", "developer"}) {
            Joined member = join(slice, customer, role);
            assertThat(ask(slice, member.bearer(), customer.project(), "may-ask")
                            .statusCode())
                    .as(role)
                    .isEqualTo(200);
        }
        for (String role : new String[] {"billing_viewer", "privacy_officer", "auditor"}) {
            Joined member = join(slice, customer, role);
            assertCode(ask(slice, member.bearer(), customer.project(), "may-not-ask"), 403, "forbidden");
        }
        assertThat(slice.seen("may-not-ask")).isEmpty();
        assertCode(ask(slice, slice.house.operator(), customer.project(), "may-not-ask"), 403, "forbidden");

        Joined leaving = join(slice, customer, "developer");
        assertThat(ask(slice, leaving.bearer(), customer.project(), "leaving").statusCode())
                .isEqualTo(200);
        json(
                slice.house.send("/v1/organization/users/" + leaving.member(), "DELETE", null, customer.admin(), null),
                200);
        await(
                "the member's end",
                CHANGE_LIMIT,
                () -> ask(slice, leaving.bearer(), customer.project(), "left").statusCode() == 403);
        assertCode(ask(slice, leaving.bearer(), customer.project(), "left"), 403, "not_a_member");
    }

    @Test
    void aMembersOwnLimitHoldsAndSaysWhose(Slice slice) {
        Slice.Customer customer = slice.customer("구성원 한도 " + System.nanoTime(), "KR");
        Joined member = join(slice, customer, "developer");
        String limits = "/v1/organization/users/" + member.member();
        json(
                slice.house.send(
                        limits + "/rate_limits/rl_*", "POST", "{\"max_requests_per_1_day\":2}", customer.admin(), null),
                200);
        await(
                "the limit",
                CHANGE_LIMIT,
                () -> ask(slice, member.bearer(), customer.project(), "limited")
                        .headers()
                        .firstValue("x-ratelimit-limit-requests")
                        .isPresent());
        await(
                "the limit's end",
                CHANGE_LIMIT,
                () -> ask(slice, member.bearer(), customer.project(), "limited").statusCode() == 429);
        HttpResponse<String> refused = ask(slice, member.bearer(), customer.project(), "limited");
        assertCode(refused, 429, "rate_limit_exceeded");
        assertThat(refused.body()).contains("member " + member.member(), "2 requests per day");
        assertThat(ask(slice, customer.bearer(), null, "limited-not").statusCode())
                .isEqualTo(200);
        assertThat(json(slice.house.get("/v1/organization/limits", customer.admin()), 200)
                        .toString())
                .contains("\"level\":\"user\",\"id\":\"" + member.member());

        json(slice.house.send(limits + "/rate_limits/rl_*", "DELETE", null, customer.admin(), null), 200);
        json(
                slice.house.send(
                        limits + "/spend_limit",
                        "POST",
                        "{\"threshold_amount\":0,\"currency\":\"KRW\",\"interval\":\"month\"}",
                        customer.admin(),
                        null),
                200);
        await(
                "the spend limit",
                CHANGE_LIMIT,
                () -> ask(slice, member.bearer(), customer.project(), "poor")
                        .body()
                        .contains("insufficient_quota"));
        assertThat(ask(slice, member.bearer(), customer.project(), "poor").body())
                .contains("member " + member.member());
    }

    @Test
    void aTokenThatWasTamperedWithIsRefusedAndSoIsOneOfNoOrganization(Slice slice) {
        Slice.Customer customer = slice.customer("위조 " + System.nanoTime(), "KR");
        Joined member = join(slice, customer, "owner");
        int last = member.token().length() - 5;
        char other = member.token().charAt(last) == 'A' ? 'B' : 'A';
        String tampered =
                member.token().substring(0, last) + other + member.token().substring(last + 1);
        assertCode(ask(slice, "Bearer " + tampered, customer.project(), "tampered"), 401, "invalid_token");
        assertCode(slice.house.get("/v1/models", "Bearer " + tampered), 401, "invalid_token");
        assertCode(ask(slice, "Bearer eyJ.eyJ.x", customer.project(), "tampered"), 401, "invalid_token");
        String unbound = "Bearer " + KEYCLOAK.token(member.person(), "openid");
        assertCode(ask(slice, unbound, customer.project(), "tampered"), 403, "forbidden");
        assertThat(slice.seen("tampered")).isEmpty();
    }

    @Test
    void aSuspendedTenantsMembersAreRefusedWhileItsRunningAnswerEndsAndIsBilled(Slice slice)
            throws IOException, InterruptedException {
        Slice.Customer customer = slice.customer("정지 " + System.nanoTime(), "KR");
        Joined owner = join(slice, customer, "owner");
        String body = Slice.body("suspended-run", "\"tokens\":40,\"promptTokens\":5,\"gapMillis\":150", true);
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<InputStream> running = client.send(
                    chat(slice, owner.bearer(), customer.project(), body).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(running.statusCode()).isEqualTo(200);
            String request = running.headers().firstValue("x-request-id").orElseThrow();
            assertThat(slice.house
                            .post("/platform/v1/tenants/" + customer.id() + "/suspend", "{\"reason\":\"미납\"}")
                            .statusCode())
                    .isEqualTo(200);
            await(
                    "the refusal",
                    CHANGE_LIMIT,
                    () -> ask(slice, owner.bearer(), customer.project(), "suspended")
                                    .statusCode()
                            == 403);
            assertCode(ask(slice, owner.bearer(), customer.project(), "suspended"), 403, "tenant_suspended");
            assertCode(slice.house.get("/v1/organization/projects", owner.bearer()), 403, "tenant_suspended");
            assertCode(slice.house.get("/v1/models", customer.bearer()), 403, "tenant_suspended");

            String seen = "/platform/v1/requests/" + request + "?tenant=" + customer.id();
            String whole = new String(running.body().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(whole).endsWith("data: [DONE]\n\n");
            await("what was settled, with its receipts", RECEIPT_LIMIT, () -> {
                HttpResponse<String> answer = slice.house.get(seen, slice.house.operator());
                return answer.statusCode() == 200 && json(answer.body()).hasNonNull("result");
            });
            JsonNode view = json(slice.house.get(seen, slice.house.operator()), 200);
            assertThat(view.at("/attempts/0/outcome").asText()).isEqualTo("completed");
            assertThat(view.at("/usage/output_tokens").asLong()).isEqualTo(40);
            assertThat(view.at("/decision/member").asText()).isEqualTo(owner.member());
        }
        assertThat(slice.house
                        .post("/platform/v1/tenants/" + customer.id() + "/resume", "")
                        .statusCode())
                .isEqualTo(200);
        await(
                "the return",
                CHANGE_LIMIT,
                () -> ask(slice, owner.bearer(), customer.project(), "resumed").statusCode() == 200);
    }

    /** What finding the caller costs the event loop; a token is hashed whole, a key goes through one HMAC. */
    @Test
    void aTokenThatWasSeenAMomentAgoCostsTheEventLoopLittle(Slice slice) {
        Slice.Customer customer = slice.customer("비용 " + System.nanoTime(), "KR");
        Joined member = join(slice, customer, "developer");
        assertThat(ask(slice, member.bearer(), customer.project(), "cost").statusCode())
                .isEqualTo(200);
        MemberCallers members = slice.house.server().context().getBean(MemberCallers.class);
        KeyDirectory keys = slice.house.server().context().getBean(KeyDirectory.class);
        var use = new KeyUse(IpAddress.NONE, KeyEndpoint.CHAT, true);
        assertThat(ask(slice, customer.bearer(), null, "cost").statusCode()).isEqualTo(200);
        Runnable token = () -> assertFound(members.find(member.token(), customer.project(), IpAddress.NONE));
        Runnable key = () -> assertValid(keys.check(customer.key(), use));
        cpuNanos(token, 20_000);
        cpuNanos(key, 20_000);
        long ofToken = Math.min(cpuNanos(token, 20_000), cpuNanos(token, 20_000));
        long ofKey = Math.min(cpuNanos(key, 20_000), cpuNanos(key, 20_000));
        System.out.printf(
                "finding a caller: a token of %d characters costs %.2f times the CPU of a key (%d ns, %d ns)%n",
                member.token().length(), (double) ofToken / ofKey, ofToken / 20_000, ofKey / 20_000);
        assertThat((double) ofToken / ofKey).isLessThan(20);
    }

    /** What announces the new tenant may come meanwhile, and has it read once more. */
    private static void assertFound(MemberCallers.Finding finding) {
        if (finding instanceof MemberCallers.Later(var known)) {
            known.toCompletableFuture().join();
        }
    }

    private static void assertValid(KeyCheck check) {
        KeyCheck known = check instanceof KeyCheck.Pending(var answer)
                ? answer.toCompletableFuture().join()
                : check;
        if (!(known instanceof KeyCheck.Valid)) {
            throw new AssertionError("the key was not found: " + known);
        }
    }

    private static long cpuNanos(Runnable work, int times) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return threads.getCurrentThreadCpuTime() - before;
    }
}
