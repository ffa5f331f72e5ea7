package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.limits.SpendAlertMail;
import cloud.hanok.api.slice.Slice.Customer;
import cloud.hanok.billing.alert.SpendAlertWorker;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.mail.MailSecurity;
import cloud.hanok.platform.mail.MailSettings;
import cloud.hanok.platform.mail.Outbox;
import cloud.hanok.platform.mail.OutboxSender;
import cloud.hanok.platform.mail.OutboxSettings;
import cloud.hanok.platform.mail.SmtpTransport;
import cloud.hanok.standalone.mail.ReadMail;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.MailboxForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.models.admin.organization.projects.spendalerts.ProjectSpendAlert;
import com.openai.models.admin.organization.spendalerts.OrganizationSpendAlert;
import com.openai.models.admin.organization.spendalerts.SpendAlertCreateParams;
import com.openai.models.admin.organization.spendalerts.SpendAlertListParams;
import com.openai.models.admin.organization.spendalerts.SpendAlertUpdateParams;
import io.micronaut.context.ApplicationContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spend alerts with the official client, and the mail of one whose threshold is crossed by an answer of an engine. */
@ExtendWith(Slice.Shared.class)
class SpendAlertsIT {
    private static final String ALERTS = "/v1/organization/spend_alerts";
    private static final Duration PROMISED = Duration.ofMinutes(1);

    @Test
    void theOfficialClientsCallsOfAnOrganizationWork(Slice slice) {
        Customer customer = slice.customer("알림 " + System.nanoTime(), "KR");
        var alerts = client(slice, customer).admin().organization().spendAlerts();
        OrganizationSpendAlert made = alerts.create(creating(5_000));
        assertThat(made.thresholdAmount()).isEqualTo(5_000);
        assertThat(made.currency().asString()).isEqualTo("KRW");
        assertThat(made.notificationChannel().recipients()).containsExactly("money@example.kr");
        assertThat(made.notificationChannel().subjectPrefix()).hasValue("[회계]");
        assertThat(alerts.retrieve(made.id())).isEqualTo(made);

        OrganizationSpendAlert changed = alerts.update(
                made.id(),
                SpendAlertUpdateParams.builder()
                        .thresholdAmount(7_000)
                        .currency(SpendAlertUpdateParams.Currency.of("KRW"))
                        .interval(SpendAlertUpdateParams.Interval.MONTH)
                        .notificationChannel(SpendAlertUpdateParams.NotificationChannel.builder()
                                .recipients(List.of())
                                .build())
                        .build());
        assertThat(changed.thresholdAmount()).isEqualTo(7_000);
        assertThat(changed.notificationChannel().recipients()).isEmpty();
        assertThat(alerts.retrieve(made.id())).isEqualTo(changed);

        OrganizationSpendAlert second = alerts.create(creating(6_000));
        OrganizationSpendAlert third = alerts.create(creating(8_000));
        assertThat(alerts.list(SpendAlertListParams.builder().limit(2).build()).autoPager().stream()
                        .map(OrganizationSpendAlert::id))
                .containsExactly(made.id(), second.id(), third.id());
        assertThat(alerts.list(SpendAlertListParams.builder()
                                .order(SpendAlertListParams.Order.DESC)
                                .after(third.id())
                                .limit(1)
                                .build())
                        .data())
                .extracting(OrganizationSpendAlert::id)
                .containsExactly(second.id());

        assertThat(alerts.delete(made.id()).deleted()).isTrue();
        assertThatThrownBy(() -> alerts.retrieve(made.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> alerts.delete(made.id())).isInstanceOf(NotFoundException.class);

        JsonNode events = json(
                        slice.house.get(
                                "/v1/organization/audit_logs?event_types%5B%5D=spend_alert.updated", customer.admin()),
                        200)
                .get("data");
        assertThat(events).hasSize(1);
        assertThat(events.at("/0/before/threshold_amount").asLong()).isEqualTo(5_000);
        assertThat(events.at("/0/before/notification_channel/recipients/0").asText())
                .isEqualTo("money@example.kr");
        assertThat(events.at("/0/after/threshold_amount").asLong()).isEqualTo(7_000);
    }

    @Test
    void theOfficialClientsCallsOfAProjectWorkAndItsAlertsAreItsOwn(Slice slice) {
        Customer customer = slice.customer("알림 " + System.nanoTime(), "KR");
        var organization = client(slice, customer).admin().organization();
        var alerts = organization.projects().spendAlerts();
        ProjectSpendAlert made =
                alerts.create(
                        customer.project(),
                        com.openai.models.admin.organization.projects.spendalerts.SpendAlertCreateParams.builder()
                                .thresholdAmount(900)
                                .currency(com.openai.models.admin.organization.projects.spendalerts
                                        .SpendAlertCreateParams.Currency.of("KRW"))
                                .interval(
                                        com.openai.models.admin.organization.projects.spendalerts.SpendAlertCreateParams
                                                .Interval.MONTH)
                                .notificationChannel(com.openai.models.admin.organization.projects.spendalerts
                                        .SpendAlertCreateParams.NotificationChannel.builder()
                                        .addRecipient("Team@Example.KR")
                                        .build())
                                .build());
        assertThat(made.notificationChannel().recipients()).containsExactly("team@example.kr");
        assertThat(alerts.retrieve(
                        made.id(),
                        com.openai.models.admin.organization.projects.spendalerts.SpendAlertRetrieveParams.builder()
                                .projectId(customer.project())
                                .build()))
                .isEqualTo(made);
        ProjectSpendAlert changed =
                alerts.update(
                        made.id(),
                        com.openai.models.admin.organization.projects.spendalerts.SpendAlertUpdateParams.builder()
                                .projectId(customer.project())
                                .thresholdAmount(1_900)
                                .currency(com.openai.models.admin.organization.projects.spendalerts
                                        .SpendAlertUpdateParams.Currency.of("KRW"))
                                .interval(
                                        com.openai.models.admin.organization.projects.spendalerts.SpendAlertUpdateParams
                                                .Interval.MONTH)
                                .notificationChannel(com.openai.models.admin.organization.projects.spendalerts
                                        .SpendAlertUpdateParams.NotificationChannel.builder()
                                        .addRecipient("team@example.kr")
                                        .build())
                                .build());
        assertThat(changed.thresholdAmount()).isEqualTo(1_900);
        assertThat(alerts.list(customer.project()).data()).containsExactly(changed);
        assertThat(organization.spendAlerts().list().data()).isEmpty();
        assertThatThrownBy(() -> organization.spendAlerts().retrieve(made.id())).isInstanceOf(NotFoundException.class);
        assertThat(alerts.delete(
                                made.id(),
                                com.openai.models.admin.organization.projects.spendalerts.SpendAlertDeleteParams
                                        .builder()
                                        .projectId(customer.project())
                                        .build())
                        .deleted())
                .isTrue();
        assertThat(alerts.list(customer.project()).data()).isEmpty();
    }

    @Test
    void whatIsWrongIsNamedAndChangesNothing(Slice slice) {
        Customer customer = slice.customer("알림 " + System.nanoTime(), "KR");
        OperatedServer house = slice.house;
        assertParam(post(house, customer, body(0, "")), "invalid_value", "threshold_amount");
        assertParam(post(house, customer, body(5, "").replace("KRW", "USD")), "invalid_value", "currency");
        assertParam(
                post(house, customer, body(5, "\"recipients\":[\"ok@example.kr\",\"no address\"]")),
                "invalid_value",
                "notification_channel.recipients[1]");
        assertParam(
                post(house, customer, body(5, "\"subject_prefix\":\"a\\nBcc: x@example.kr\"")),
                "invalid_value",
                "notification_channel.subject_prefix");
        assertParam(post(house, customer, body(5, "\"cc\":[]")), "unknown_parameter", "notification_channel.cc");
        assertParam(house.get(ALERTS + "?order=up", customer.admin()), "invalid_value", "order");
        assertCode(house.send(ALERTS, "GET", null, customer.bearer(), null), 403, "forbidden");
        assertThat(json(house.get(ALERTS, customer.admin()), 200).get("data")).isEmpty();

        for (int i = 0; i < 20; i++) {
            json(post(house, customer, body(5_000_000 + i, "")), 200);
        }
        assertCode(post(house, customer, body(5, "")), 409, "too_many");
    }

    @Test
    void anAnswerThatCrossesAThresholdIsMailedOnceWithinAMinuteThoughTwoLook(Slice slice) throws Exception {
        KeycloakForTests keycloak = KeycloakForTests.get();
        MailboxForTests mailbox = MailboxForTests.get();
        Customer customer = slice.customer("지출상사 " + System.nanoTime(), "KR");
        KeycloakForTests.Person owner = keycloak.newPerson("spender-" + System.nanoTime() + "@people.example");
        String token = slice.house
                .created(
                        "/platform/v1/tenants/" + customer.id() + "/invites",
                        "{\"email\":\"" + owner.email() + "\",\"role\":\"owner\"}")
                .get("token")
                .asText();
        slice.joined(owner, token);
        String accountant = "accountant-" + System.nanoTime() + "@people.example";
        json(post(slice.house, customer, body(2, "\"recipients\":[\"" + accountant + "\"]")), 200);
        json(
                slice.house.send(
                        "/v1/organization/projects/" + customer.project() + "/spend_alerts",
                        "POST",
                        body(3, ""),
                        customer.admin(),
                        null),
                200);
        json(post(slice.house, customer, body(9_000_000, "\"recipients\":[\"" + accountant + "\"]")), 200);

        ApplicationContext house = slice.house.server().context();
        try (OutboxSender sender = sender(house, mailbox);
                SpendAlertWorker one = worker(house);
                SpendAlertWorker other = worker(house)) {
            sender.start();
            one.start();
            other.start();
            slice.client(customer.key())
                    .chat()
                    .completions()
                    .create(Slice.ask("alerted", "\"tokens\":3,\"promptTokens\":7")
                            .build());
            long answered = System.nanoTime();
            await(
                    "both mails",
                    PROMISED,
                    () -> !mailbox.mailsFor(accountant).isEmpty()
                            && !mailbox.mailsFor(owner.email()).isEmpty());
            System.out.printf("spend alert: mail %.1f s after the answer%n", (System.nanoTime() - answered) / 1e9);
            one.look();
            other.look();
            await(() -> sender.waiting() == 0);
        }
        assertThat(mailbox.mailsFor(accountant))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("지출상사", "알림 금액: 2원", "Alert at: KRW 2", "(한국 시각)\n", "Seen at: 20"));
        List<ReadMail> owners = mailbox.mailsFor(owner.email()).stream()
                .filter(mail -> mail.subject().contains("Spend alert"))
                .toList();
        assertThat(owners).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).contains("[한옥] 지출상사", " / 상담 3원 도달 / Spend alert: KRW 3");
            assertThat(mail.text()).contains("프로젝트: 상담", "/console\n", "Next month it tells you again.");
        });
    }

    private static SpendAlertWorker worker(ApplicationContext house) {
        SpendAlertMail mail = house.getBean(SpendAlertMail.class);
        return new SpendAlertWorker(
                house.getBean(Keyspaces.class),
                house.getBean(Envelopes.class),
                house.getBean(UsageProjection.class),
                mail::isServed,
                mail,
                house.getBean(Clock.class));
    }

    private static OutboxSender sender(ApplicationContext house, MailboxForTests mailbox) {
        var transport = new SmtpTransport(new MailSettings(
                "127.0.0.1",
                mailbox.access().port(),
                MailSecurity.NONE,
                "",
                null,
                "한옥 <no-reply@hanok.example>",
                Duration.ofSeconds(5)));
        return new OutboxSender(
                house.getBean(Outbox.class),
                transport,
                OutboxSettings.DEFAULT,
                house.getBean(Ulids.class),
                house.getBean(Clock.class));
    }

    private static java.net.http.HttpResponse<String> post(OperatedServer house, Customer customer, String body) {
        return house.send(ALERTS, "POST", body, customer.admin(), null);
    }

    private static String body(long won, String channel) {
        return "{\"threshold_amount\":" + won
                + ",\"currency\":\"KRW\",\"interval\":\"month\",\"notification_channel\":{\"type\":\"email\""
                + (channel.isEmpty() ? "" : "," + channel) + "}}";
    }

    private static SpendAlertCreateParams creating(long won) {
        return SpendAlertCreateParams.builder()
                .thresholdAmount(won)
                .currency(SpendAlertCreateParams.Currency.of("KRW"))
                .interval(SpendAlertCreateParams.Interval.MONTH)
                .notificationChannel(SpendAlertCreateParams.NotificationChannel.builder()
                        .addRecipient("money@example.kr")
                        .subjectPrefix("[회계]")
                        .build())
                .build();
    }

    private static OpenAIClient client(Slice slice, Customer customer) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + slice.house.server().port() + "/v1")
                .adminApiKey(customer.made().get("adminKey").asText())
                .maxRetries(0)
                .timeout(Duration.ofSeconds(20))
                .build();
    }
}
