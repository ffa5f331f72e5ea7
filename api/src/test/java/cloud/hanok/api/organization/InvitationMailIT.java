package cloud.hanok.api.organization;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.standalone.mail.ReadMail;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.MailboxForTests;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invitations where mail is configured. */
class InvitationMailIT {
    private static final MailboxForTests MAILBOX = MailboxForTests.get();
    private static final Pattern LINK = Pattern.compile(
            "https://console\\.example\\.kr/invitations/accept\\?organization=ten_[0-9A-Z]{26}#token=(hki_[A-Za-z0-9_-]+)");

    @TempDir
    private static Path folder;

    private static OperatedServer house;

    @BeforeAll
    static void start() throws IOException {
        house = OperatedServer.start(
                folder,
                Map.of(
                        "hanok.mail.host", "127.0.0.1",
                        "hanok.mail.port", MAILBOX.access().port(),
                        "hanok.mail.security", "none",
                        "hanok.mail.from", "한옥 <no-reply@hanok.example>",
                        "hanok.console.url", "https://console.example.kr/"));
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void anInvitationComesByMailAndItsTokenNowhereElse() {
        KeycloakForTests.Person owner =
                KeycloakForTests.get().newPerson("mailed-" + System.nanoTime() + "@people.example");
        JsonNode tenant = house.created(
                "/platform/v1/tenants",
                "{\"name\":\"한빛상사\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1000}");
        String path = "/platform/v1/tenants/" + tenant.get("id").asText() + "/invites";
        JsonNode invite = house.created(path, "{\"email\":\"%s\",\"role\":\"owner\"}".formatted(owner.email()));
        assertThat(invite.has("token")).isFalse();

        await(() -> !MAILBOX.mailsFor(owner.email()).isEmpty());
        ReadMail mail = MAILBOX.mailsFor(owner.email()).getFirst();
        assertThat(mail.subject()).isEqualTo("[한옥] 한빛상사 초대 / Invitation to 한빛상사 on Hanok");
        assertThat(mail.text()).contains("한빛상사에서 한옥(Hanok)에 소유자(으)로 초대했습니다.", "as owner");
        Matcher link = LINK.matcher(mail.text());
        assertThat(link.find()).as(mail.text()).isTrue();
        JsonNode membership = json(
                house.send(
                        "/platform/v1/invitations/accept",
                        "POST",
                        "{\"token\":\"" + link.group(1) + "\"}",
                        "Bearer " + KeycloakForTests.get().token(owner, "openid"),
                        null),
                200);
        assertThat(membership.get("role").asText()).isEqualTo("owner");
        await(() -> house.get("/prometheus", null).body().contains("hanok_mail_sent_total 1.0"));
        assertThat(json(house.get("/platform/v1/undelivered_mail", house.operator()), 200)
                        .get("data"))
                .isEmpty();
    }
}
