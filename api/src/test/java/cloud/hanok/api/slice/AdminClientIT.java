package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.testing.KeycloakForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.models.admin.organization.auditlogs.AuditLogListParams;
import com.openai.models.admin.organization.auditlogs.AuditLogListResponse;
import com.openai.models.admin.organization.invites.Invite;
import com.openai.models.admin.organization.invites.InviteCreateParams;
import com.openai.models.admin.organization.projects.Project;
import com.openai.models.admin.organization.projects.ProjectCreateParams;
import com.openai.models.admin.organization.projects.ProjectUpdateParams;
import com.openai.models.admin.organization.projects.ratelimits.ProjectRateLimit;
import com.openai.models.admin.organization.projects.ratelimits.RateLimitUpdateRateLimitParams;
import com.openai.models.admin.organization.projects.serviceaccounts.ProjectServiceAccount;
import com.openai.models.admin.organization.projects.serviceaccounts.ServiceAccountCreateParams;
import com.openai.models.admin.organization.projects.serviceaccounts.ServiceAccountCreateResponse;
import com.openai.models.admin.organization.projects.serviceaccounts.ServiceAccountDeleteParams;
import com.openai.models.admin.organization.projects.serviceaccounts.ServiceAccountRetrieveParams;
import com.openai.models.admin.organization.projects.serviceaccounts.ServiceAccountUpdateParams;
import com.openai.models.admin.organization.projects.serviceaccounts.apikeys.ApiKeyCreateParams;
import com.openai.models.admin.organization.projects.users.ProjectUser;
import com.openai.models.admin.organization.projects.users.UserCreateParams;
import com.openai.models.admin.organization.projects.users.UserDeleteParams;
import com.openai.models.admin.organization.projects.users.UserRetrieveParams;
import com.openai.models.admin.organization.projects.users.UserUpdateParams;
import com.openai.models.admin.organization.spendlimit.OrganizationSpendLimit;
import com.openai.models.admin.organization.spendlimit.SpendLimitUpdateParams;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the official client's administration does with ours, as its README shows it. */
@ExtendWith(Slice.Shared.class)
class AdminClientIT {
    private Slice.Customer customer;
    private OpenAIClient client;

    @BeforeEach
    void connect(Slice slice) {
        customer = slice.customer("관리 " + System.nanoTime(), "KR");
        client = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + slice.house.server().port() + "/v1")
                .adminApiKey(customer.made().get("adminKey").asText())
                .maxRetries(0)
                .build();
    }

    @Test
    void projectsAreMadeRenamedListedAndArchived() {
        var projects = client.admin().organization().projects();
        Project made = projects.create(ProjectCreateParams.builder().name("처음").build());
        made.validate();
        Project renamed = projects.update(
                made.id(), ProjectUpdateParams.builder().name("다음").build());
        assertThat(renamed.name()).hasValue("다음");
        assertThat(projects.retrieve(made.id()).status()).hasValue("active");
        assertThat(projects.list().data()).extracting(Project::id).contains(made.id(), customer.project());
        assertThat(projects.archive(made.id()).archivedAt()).isPresent();
        assertThat(projects.list().data()).extracting(Project::id).doesNotContain(made.id());
    }

    @Test
    void peopleAreInvitedAndTheInvitationWithdrawn() {
        var invites = client.admin().organization().invites();
        Invite sent = invites.create(InviteCreateParams.builder()
                .email("someone@example.kr")
                .role(InviteCreateParams.Role.READER)
                .build());
        assertThat(sent.email()).isEqualTo("someone@example.kr");
        assertThat(sent.status()).isEqualTo(Invite.Status.PENDING);
        assertThat(invites.retrieve(sent.id()).expiresAt()).isPresent();
        assertThat(invites.list().data()).extracting(Invite::id).containsExactly(sent.id());
        assertThat(invites.delete(sent.id()).deleted()).isTrue();
        assertThat(client.admin().organization().users().list().data()).isEmpty();
        assertThatThrownBy(() -> client.admin().organization().users().retrieve("mem_01JD0000000000000000000000"))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void membersArePutIntoProjects(Slice slice) {
        KeycloakForTests keycloak = KeycloakForTests.get();
        KeycloakForTests.Person person = keycloak.newPerson("sdk-" + System.nanoTime() + "@admin.example");
        Invite sent = client.admin()
                .organization()
                .invites()
                .create(InviteCreateParams.builder()
                        .email(person.email())
                        .role(InviteCreateParams.Role.READER)
                        .addProject(InviteCreateParams.Project.builder()
                                .id(customer.project())
                                .role(InviteCreateParams.Project.Role.MEMBER)
                                .build())
                        .build());
        assertThat(sent.projects()).extracting(Invite.Project::id).containsExactly(customer.project());
        String token = json(slice.house.get("/v1/organization/invites/" + sent.id(), customer.admin()), 200)
                .path("token")
                .asText();
        assertThat(token).as("is told once").isEmpty();
        var told = sent._additionalProperties().get("token");
        String value = told == null ? "" : String.valueOf(told.convert(String.class));
        JsonNode membership = slice.joined(person, value);
        String member = membership.get("id").asText();

        var users = client.admin().organization().projects().users();
        assertThat(users.list(customer.project()).data())
                .extracting(ProjectUser::id)
                .containsExactly(member);
        ProjectUser changed = users.update(
                member,
                UserUpdateParams.builder()
                        .projectId(customer.project())
                        .role("owner")
                        .build());
        changed.validate();
        assertThat(changed.role()).isEqualTo("owner");
        UserDeleteParams gone =
                UserDeleteParams.builder().projectId(customer.project()).build();
        assertThat(users.delete(member, gone).deleted()).isTrue();
        assertThatThrownBy(() -> users.retrieve(
                        member,
                        UserRetrieveParams.builder()
                                .projectId(customer.project())
                                .build()))
                .isInstanceOf(NotFoundException.class);
        ProjectUser added = users.create(
                customer.project(),
                UserCreateParams.builder().userId(member).role("member").build());
        added.validate();
        assertThat(added.email()).hasValue(person.email());
    }

    @Test
    void serviceAccountsHaveKeysThatEndWithThem(Slice slice) {
        var accounts = client.admin().organization().projects().serviceAccounts();
        ServiceAccountCreateResponse made = accounts.create(
                customer.project(),
                ServiceAccountCreateParams.builder().name("배치 작업").build());
        made.validate();
        var key = made.apiKey().orElseThrow();
        OpenAIClient program = slice.client(key.value());
        assertThat(program.chat()
                        .completions()
                        .create(Slice.ask("service-account", "\"tokens\":1").build())
                        .choices())
                .hasSize(1);
        assertThat(accounts.retrieve(
                                made.id(),
                                ServiceAccountRetrieveParams.builder()
                                        .projectId(customer.project())
                                        .build())
                        .name())
                .isEqualTo("배치 작업");
        assertThat(accounts.update(
                                made.id(),
                                ServiceAccountUpdateParams.builder()
                                        .projectId(customer.project())
                                        .name("야간 배치")
                                        .build())
                        .name())
                .isEqualTo("야간 배치");
        var second = accounts.apiKeys()
                .create(
                        made.id(),
                        ApiKeyCreateParams.builder()
                                .projectId(customer.project())
                                .name("둘째")
                                .build());
        second.validate();
        assertThat(accounts.list(customer.project()).data())
                .extracting(ProjectServiceAccount::id)
                .containsExactly(made.id());
        assertThat(client.admin()
                        .organization()
                        .projects()
                        .apiKeys()
                        .list(customer.project())
                        .data())
                .filteredOn(each -> each.id().equals(key.id()) || each.id().equals(second.id()))
                .hasSize(2)
                .allSatisfy(each -> assertThat(
                                each.owner().serviceAccount().orElseThrow().id())
                        .isEqualTo(made.id()));

        assertThat(accounts.delete(
                                made.id(),
                                ServiceAccountDeleteParams.builder()
                                        .projectId(customer.project())
                                        .build())
                        .deleted())
                .isTrue();
        for (String value : List.of(key.value(), second.value())) {
            await(
                    "the key's end",
                    Duration.ofSeconds(5),
                    () -> slice.house.get("/v1/models", "Bearer " + value).statusCode() == 401);
        }
        assertThat(accounts.list(customer.project()).data()).isEmpty();
        assertThatThrownBy(() -> accounts.retrieve(
                        made.id(),
                        ServiceAccountRetrieveParams.builder()
                                .projectId(customer.project())
                                .build()))
                .isInstanceOf(NotFoundException.class);
        assertThat(slice.house.get("/v1/models", customer.bearer()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void limitsAreSetAndRead() {
        var limits = client.admin().organization().projects().rateLimits();
        ProjectRateLimit set = limits.updateRateLimit(RateLimitUpdateRateLimitParams.builder()
                .projectId(customer.project())
                .rateLimitId("rl_" + Slice.MODEL)
                .maxRequestsPer1Minute(60)
                .build());
        assertThat(set.model()).isEqualTo(Slice.MODEL);
        assertThat(set.maxRequestsPer1Minute()).isEqualTo(60);
        assertThat(limits.listRateLimits(customer.project()).data())
                .extracting(ProjectRateLimit::model)
                .contains(Slice.MODEL);

        var spend = client.admin().organization().spendLimit();
        OrganizationSpendLimit limit = spend.update(SpendLimitUpdateParams.builder()
                .thresholdAmount(5_000)
                .currency(SpendLimitUpdateParams.Currency.of("KRW"))
                .interval(SpendLimitUpdateParams.Interval.MONTH)
                .build());
        assertThat(limit.thresholdAmount()).isEqualTo(5_000);
        assertThat(spend.retrieve().thresholdAmount()).isEqualTo(5_000);
        assertThat(spend.delete().deleted()).isTrue();
    }

    @Test
    void whatWasDoneIsInTheAuditLog() {
        var organization = client.admin().organization();
        Project made = organization
                .projects()
                .create(ProjectCreateParams.builder().name("기록").build());
        List<AuditLogListResponse> events = organization
                .auditLogs()
                .list(AuditLogListParams.builder()
                        .addEventType(AuditLogListParams.EventType.PROJECT_CREATED)
                        .limit(10)
                        .build())
                .data();
        assertThat(events).hasSize(2);
        AuditLogListResponse newest = events.getFirst();
        assertThat(newest.projectCreated().orElseThrow().id()).hasValue(made.id());
        assertThat(newest.actor().orElseThrow().apiKey().orElseThrow().id()).isPresent();
    }
}
