package cloud.hanok.api.organization;

import cloud.hanok.api.config.ConsoleConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.mail.Mail;
import cloud.hanok.platform.time.Seoul;
import cloud.hanok.tenant.member.Invitation;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.member.MemberRole;
import jakarta.inject.Singleton;
import java.time.format.DateTimeFormatter;

/** What an invited person is written: Korean first, then the same in English. */
@Singleton
public final class InvitationLetter {
    private static final DateTimeFormatter KOREAN_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    /** Where people sign in; empty where nobody can. */
    private final String console;

    private final InstallationConfiguration installation;

    InvitationLetter(ConsoleConfiguration console, InstallationConfiguration installation) {
        this.console = console.address(installation);
        this.installation = installation;
    }

    /**
     * The letter.
     *
     * @param organization the tenant's name, which has no character that ends a line
     */
    Mail of(Invitations.Sent sent, String organization) {
        Invitation invitation = sent.invitation();
        String until = KOREAN_TIME.format(invitation.expiresAt().atZone(Seoul.ZONE));
        String token = sent.token().reveal();
        String text = """
                %1$s에서 한옥(Hanok)에 %2$s(으)로 초대했습니다.

                %3$s

                이 초대는 %5$s(한국 시각)까지, 이 이메일 주소로 한 번만 사용할 수 있습니다.
                초대를 예상하지 못했다면 이 메일을 무시해 주세요. 아무 일도 일어나지 않습니다.

                ----

                %1$s invites you to Hanok, as %6$s.

                %4$s

                The invitation is good until %5$s (Korean time), for this address, and once.
                If you did not expect it, ignore this mail: nothing will happen.
                """.formatted(
                        organization,
                        korean(invitation.role()),
                        koreanSteps(invitation.tenant(), token),
                        englishSteps(invitation.tenant(), token),
                        until,
                        invitation.role().text());
        return new Mail(
                invitation.email().value(),
                "[한옥] " + organization + " 초대 / Invitation to " + organization + " on Hanok",
                text);
    }

    /** It names the organization, for its people may sign in at a place of their own. What follows a {@code #} is sent to no server, and stands in no log of one. */
    private String link(TenantId tenant, String token) {
        return console + "/invitations/accept?organization=" + tenant.text() + "#token=" + token;
    }

    private String koreanSteps(TenantId tenant, String token) {
        return console.isEmpty()
                ? """
                수락하려면 이 주소로 로그인한 뒤(조직 없이 요청한 토큰) 아래 요청을 보내 주세요.

                  POST %s/platform/v1/invitations/accept
                  {"token": "%s"}""".formatted(installation.base(), token)
                : "수락하려면 아래 주소를 열고 이 이메일 주소로 로그인해 주세요.\n\n  " + link(tenant, token);
    }

    private String englishSteps(TenantId tenant, String token) {
        return console.isEmpty()
                ? """
                To accept it, sign in with this address (a token asked without an organization), and send:

                  POST %s/platform/v1/invitations/accept
                  {"token": "%s"}""".formatted(installation.base(), token)
                : "To accept it, open this address and sign in with this e-mail address:\n\n  " + link(tenant, token);
    }

    private static String korean(MemberRole role) {
        return switch (role) {
            case OWNER -> "소유자";
            case ADMIN -> "관리자";
            case DEVELOPER -> "개발자";
            case BILLING_VIEWER -> "결제 담당자";
            case PRIVACY_OFFICER -> "개인정보 보호책임자";
            case AUDITOR -> "감사자";
            case MEMBER -> "구성원";
        };
    }
}
