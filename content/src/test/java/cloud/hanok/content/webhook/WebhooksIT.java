package cloud.hanok.content.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.content.webhook.Webhook.Disabled;
import cloud.hanok.content.webhook.WebhookHouse.Sent;
import cloud.hanok.content.webhook.WebhookResult.Answered;
import cloud.hanok.content.webhook.WebhookResult.NotAnswered;
import cloud.hanok.content.webhook.WebhookResult.Why;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.WebhookEventId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints on real stores, told by two processes that share the work. */
class WebhooksIT {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration A_DAY = Duration.ofDays(1);

    private static WebhookHouse house;

    @BeforeAll
    static void open() {
        house = new WebhookHouse();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void empty() {
        house.reset();
    }

    @Test
    void whatIsSentIsSignedAndSaysIdsAndTypesAlone() throws Exception {
        Webhooks.WithSecret made = house.webhook(WebhookEventType.RESPONSE_COMPLETED);
        ResponseId response = house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(SOON);

        Sent sent = house.sent().getFirst();
        String id = sent.id();
        long at = Long.parseLong(sent.header("webhook-timestamp"));
        assertThat(sent.url()).isEqualTo(WebhookHouse.URL);
        assertThat(sent.body())
                .matches("\\{\"object\":\"event\",\"id\":\"" + id
                        + "\",\"type\":\"response.completed\",\"created_at\":\\d+,\"data\":\\{\"id\":\""
                        + response.text() + "\"}}");
        assertThat(Instant.ofEpochSecond(at)).isBetween(house.now().minusSeconds(30), house.now());
        assertThat(sent.header("webhook-signature"))
                .isEqualTo(signature(made.secret().reveal(), id + "." + at + "." + sent.body()));
        assertThat(Base64.getDecoder().decode(made.secret().reveal().substring("whsec_".length())))
                .hasSize(32);
    }

    @Test
    void nameAddressAndSecretAreStoredSealed() {
        Webhooks.WithSecret made = house.webhook(WebhookEventType.RESPONSE_COMPLETED);
        String stored = house.dump("webhooks");
        assertThat(stored)
                .contains(made.webhook().id().text())
                .doesNotContain(hex(made.secret().reveal()))
                .doesNotContain(hex("s3cret-url"))
                .doesNotContain(hex("장부"));
        assertThat(made.secret()).hasToString("WebhookSecret[hidden]");
        assertThat(made.webhook().toString()).doesNotContain("s3cret");

        house.keys.destroy(house.tenant);
        assertThat(house.webhooks.list(house.tenant, house.project)).isEmpty();
    }

    @Test
    void onlyEndpointsOfTheProjectThatAskForTheTypeAreTold() {
        house.webhook(WebhookEventType.BATCH_COMPLETED);
        Webhooks.WithSecret off = house.webhook(WebhookEventType.RESPONSE_FAILED);
        house.webhooks.change(house.tenant, off.webhook().id(), enabled(false));
        house.webhooks.create(
                house.tenant,
                new ProjectId(house.ulids.next()),
                "other project",
                WebhookHouse.URL,
                Set.of(WebhookEventType.RESPONSE_FAILED));
        house.webhooks.create(
                new TenantId(house.ulids.next()),
                house.project,
                "other tenant",
                WebhookHouse.URL,
                Set.of(WebhookEventType.RESPONSE_FAILED));
        house.happened(WebhookEventType.RESPONSE_FAILED);
        house.later(SOON);
        assertThat(house.sent()).isEmpty();

        house.webhooks.change(house.tenant, off.webhook().id(), enabled(true));
        house.happened(WebhookEventType.RESPONSE_FAILED);
        house.later(SOON);
        assertThat(house.sent()).hasSize(1);
    }

    @Test
    void twoProcessesThatLookAtTheSameMomentSendEachEventOnce() {
        Webhook webhook = house.webhook(WebhookEventType.RESPONSE_COMPLETED).webhook();
        List<String> objects = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            objects.add(house.happened(WebhookEventType.RESPONSE_COMPLETED).text());
        }
        for (int i = 0; i < 30 && house.rows("due_webhook_events") > 0; i++) {
            house.later(SOON);
        }
        assertThat(house.sent())
                .extracting(Sent::body)
                .hasSize(60)
                .allMatch(body -> objects.stream().anyMatch(body::contains));
        assertThat(house.sent()).extracting(Sent::id).doesNotHaveDuplicates();
        assertThat(house.log(webhook))
                .hasSize(60)
                .allMatch(each -> each.result().equals(new Answered(200)));
        assertThat(house.rows("due_webhook_events")).isZero();
    }

    @Test
    void whatIsSaidAgainIsNotSentAgain() {
        house.webhook(WebhookEventType.RESPONSE_COMPLETED);
        var response = new ResponseId(house.ulids.next());
        house.webhooks.put(house.tenant, house.project, WebhookEventType.RESPONSE_COMPLETED, response, house.now());
        house.webhooks.put(
                house.tenant,
                house.project,
                WebhookEventType.RESPONSE_COMPLETED,
                response,
                house.now().plusSeconds(3));
        house.later(Duration.ofSeconds(10));
        house.webhooks.put(house.tenant, house.project, WebhookEventType.RESPONSE_COMPLETED, response, house.now());
        for (int entries = 0; entries < 3; entries++) {
            house.later(A_DAY);
        }
        assertThat(house.sent()).hasSize(1);
        assertThat(house.rows("due_webhook_events")).isZero();
    }

    @Test
    void whoeverDiesAtAnyStatementAndSaysItAgainLosesNothingAndDoublesNothing() {
        house.webhook(WebhookEventType.RESPONSE_CANCELLED);
        house.webhooks.create(
                house.tenant,
                house.project,
                "second",
                "https://other.example.kr/",
                Set.of(WebhookEventType.RESPONSE_CANCELLED));
        int events = 0;
        for (Fault fault : List.of(Fault.REFUSED, Fault.EXECUTED_THEN_TIMED_OUT)) {
            for (int statement = 0; statement < 6; statement++) {
                var response = new ResponseId(house.ulids.next());
                var count = new AtomicInteger();
                int from = statement;
                house.session.fail(_ -> count.getAndIncrement() >= from, fault, Integer.MAX_VALUE);
                try {
                    house.webhooks.put(
                            house.tenant, house.project, WebhookEventType.RESPONSE_CANCELLED, response, house.now());
                } catch (StoreUnavailableException died) {
                    assertThat(died).isNotNull();
                }
                house.session.heal();
                house.webhooks.put(
                        house.tenant, house.project, WebhookEventType.RESPONSE_CANCELLED, response, house.now());
                events++;
            }
        }
        for (int i = 0; i < 10; i++) {
            house.later(Duration.ofMinutes(2));
        }
        assertThat(house.sent()).hasSize(2 * events);
        assertThat(house.sent().stream().map(Sent::id).distinct()).hasSize(events);
    }

    @Test
    void anEndpointThatFailsIsTriedForThreeDaysAndThenGivenUp() {
        Webhook webhook = house.webhook(WebhookEventType.RESPONSE_COMPLETED).webhook();
        house.answers(503);
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(SOON);
        Instant begun = house.now();
        Instant last = begun;
        for (WebhookDelivery newest = house.log(webhook).getFirst();
                newest.nextAt().isPresent();
                newest = house.log(webhook).getFirst()) {
            last = newest.nextAt().get();
            int before = house.sent().size();
            house.later(Duration.between(house.now(), last).minusMillis(1_500));
            assertThat(house.sent()).as("too early").hasSize(before);
            house.later(Duration.ofMillis(1_600));
            assertThat(house.sent()).hasSize(before + 1);
        }
        assertThat(house.sent()).hasSize(11);
        assertThat(house.sent().stream().map(Sent::id).distinct()).hasSize(1);
        assertThat(house.sent().stream().map(Sent::body).distinct()).hasSize(1);
        assertThat(Duration.between(begun, last)).isBetween(Duration.ofHours(55), Duration.ofHours(90));
        assertThat(house.log(webhook))
                .extracting(WebhookDelivery::attempt)
                .containsExactly(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        house.answers(200);
        house.later(A_DAY);
        assertThat(house.sent()).hasSize(11);
        assertThat(house.rows("due_webhook_events")).isZero();
    }

    @Test
    void aProcessThatDiesWhileItSendsLeavesTheEventToTheOtherUnderTheSameId() {
        house.webhook(WebhookEventType.RESPONSE_COMPLETED);
        house.answers(_ -> {
            throw new IllegalStateException("it dies here");
        });
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(SOON);
        house.answers(200);
        house.later(Duration.ofSeconds(20));
        assertThat(house.sent()).as("under a lease").hasSize(1);
        house.later(Duration.ofSeconds(60));
        assertThat(house.sent()).hasSize(2);
        assertThat(house.sent().stream().map(Sent::id).distinct()).hasSize(1);
    }

    @Test
    void goneDisablesUntilItIsEnabledAgain() {
        Webhook webhook = house.webhook(WebhookEventType.RESPONSE_COMPLETED).webhook();
        house.answers(410);
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(SOON);
        assertThat(house.webhooks.find(house.tenant, webhook.id()).orElseThrow().disabled())
                .contains(Disabled.GONE);
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(A_DAY);
        assertThat(house.sent()).hasSize(1);
        assertThat(house.log(webhook)).singleElement().satisfies(it -> {
            assertThat(it.result()).isEqualTo(new Answered(410));
            assertThat(it.nextAt()).isEmpty();
        });

        house.answers(200);
        house.webhooks.change(house.tenant, webhook.id(), enabled(true));
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(SOON);
        assertThat(house.sent()).hasSize(2);
    }

    @Test
    void whatWaitsForAnEndpointThatIsDisabledIsNotSentAndIsInItsLog() {
        Webhook webhook = house.webhook(WebhookEventType.RESPONSE_COMPLETED).webhook();
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        Webhook off = house.webhooks
                .change(house.tenant, webhook.id(), enabled(false))
                .orElseThrow();
        house.later(SOON);
        assertThat(house.sent()).isEmpty();
        assertThat(house.log(webhook))
                .singleElement()
                .satisfies(it -> assertThat(it.result()).isEqualTo(new NotAnswered(Why.DISABLED)));
        assertThatThrownBy(() -> house.test(house.tenant, off, WebhookEventType.RESPONSE_COMPLETED))
                .isInstanceOfSatisfying(
                        WebhookProblemException.class,
                        refused ->
                                assertThat(refused.problem()).isEqualTo(new WebhookProblem.IsDisabled(webhook.id())));

        WebhookEventId event = house.log(webhook).getFirst().event();
        Webhook on =
                house.webhooks.change(house.tenant, webhook.id(), enabled(true)).orElseThrow();
        assertThat(house.webhooks.again(house.tenant, on, event)).isTrue();
        house.later(SOON);
        assertThat(house.sent()).extracting(Sent::id).containsExactly(event.text());
    }

    @Test
    void theOldSecretSignsBesideTheNewOneForAsLongAsItWasSaid() throws Exception {
        Webhooks.WithSecret before = house.webhook(WebhookEventType.RESPONSE_COMPLETED);
        Webhooks.WithSecret after = house.webhooks
                .rotate(house.tenant, before.webhook().id(), Duration.ofHours(1))
                .orElseThrow();
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(SOON);
        Sent both = house.sent().getFirst();
        String message = both.id() + "." + both.header("webhook-timestamp") + "." + both.body();
        assertThat(both.header("webhook-signature").split(" "))
                .containsExactly(
                        signature(after.secret().reveal(), message),
                        signature(before.secret().reveal(), message));

        house.later(Duration.ofHours(1));
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(SOON);
        Sent one = house.sent().getLast();
        assertThat(one.header("webhook-signature"))
                .isEqualTo(signature(
                        after.secret().reveal(), one.id() + "." + one.header("webhook-timestamp") + "." + one.body()));
    }

    @Test
    void anEndpointThatHangsDelaysNobodyElse() {
        var hangs = new CountDownLatch(1);
        house.answers(sent -> {
            if (sent.url().equals(WebhookHouse.URL)) {
                try {
                    hangs.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new NotAnswered(Why.TIMEOUT);
            }
            return new Answered(200);
        });
        house.webhook(WebhookEventType.RESPONSE_COMPLETED);
        for (int i = 0; i < 100; i++) {
            house.happened(WebhookEventType.RESPONSE_COMPLETED);
        }
        var other = new TenantId(house.ulids.next());
        house.webhooks.create(
                other,
                house.project,
                "other",
                "https://quick.example.kr/",
                Set.of(WebhookEventType.RESPONSE_COMPLETED));
        for (int i = 0; i < 20; i++) {
            house.webhooks.put(
                    other,
                    house.project,
                    WebhookEventType.RESPONSE_COMPLETED,
                    new ResponseId(house.ulids.next()),
                    house.now());
        }
        try {
            WebhookHouse.await(() -> {
                house.look();
                return house.sent().stream()
                                .filter(sent -> sent.url().contains("quick"))
                                .count()
                        == 20;
            });
            assertThat(house.sent().stream().filter(sent -> sent.url().equals(WebhookHouse.URL)))
                    .hasSize(4);
        } finally {
            hangs.countDown();
        }
    }

    @Test
    void deletingOneDeletesItsSecretsItsLogAndWhatItWasToBeTold() {
        Webhook webhook = house.webhook(WebhookEventType.RESPONSE_COMPLETED).webhook();
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.later(SOON);
        house.happened(WebhookEventType.RESPONSE_COMPLETED);
        house.webhooks.delete(house.tenant, webhook.id());
        assertThat(house.rows("webhooks")).isZero();
        assertThat(house.rows("webhook_events")).isZero();
        assertThat(house.rows("webhook_deliveries")).isZero();
        house.later(Duration.ofMinutes(11));
        assertThat(house.sent()).hasSize(1);
        assertThat(house.rows("due_webhook_events")).isZero();
    }

    @Test
    void theLogIsReadPageByPageTheNewestFirst() {
        Webhook webhook = house.webhook(WebhookEventType.RESPONSE_COMPLETED).webhook();
        for (int i = 0; i < 5; i++) {
            house.test(house.tenant, webhook, WebhookEventType.BATCH_EXPIRED);
            house.later(SOON);
        }
        List<WebhookDelivery> all = house.log(webhook);
        assertThat(all)
                .hasSize(5)
                .isSortedAccordingTo((one, other) -> other.at().compareTo(one.at()));
        assertThat(all).allMatch(it -> it.object().startsWith("batch_"));
        List<WebhookDelivery> page =
                house.webhooks.deliveries(house.tenant, webhook, all.get(1).id(), 2);
        assertThat(page).isEqualTo(all.subList(2, 4));
    }

    @Test
    void aProjectHasSixteenAtMost() {
        for (int i = 0; i < Webhook.MOST_OF_PROJECT; i++) {
            house.webhook(WebhookEventType.RESPONSE_COMPLETED);
        }
        assertThatThrownBy(() -> house.webhook(WebhookEventType.RESPONSE_COMPLETED))
                .isInstanceOfSatisfying(
                        WebhookProblemException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(new WebhookProblem.TooMany()));
    }

    private static Webhooks.Change enabled(boolean now) {
        return new Webhooks.Change(null, null, null, now);
    }

    private static String signature(String secret, String message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
