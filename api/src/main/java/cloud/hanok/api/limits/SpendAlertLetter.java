package cloud.hanok.api.limits;

import cloud.hanok.api.config.ConsoleConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.billing.alert.SpendAlertFiring;
import cloud.hanok.platform.mail.Mail;
import cloud.hanok.platform.time.Seoul;
import jakarta.inject.Singleton;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What whoever asked for an alert is written: Korean first, then the same in English. */
@Singleton
public final class SpendAlertLetter {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(Seoul.ZONE);

    /** Where people sign in; empty where nobody can. */
    private final String console;

    private final InstallationConfiguration installation;

    SpendAlertLetter(ConsoleConfiguration console, InstallationConfiguration installation) {
        this.console = console.address(installation);
        this.installation = installation;
    }

    /**
     * The letter.
     *
     * @param organization the tenant's name; it and the project's have no character that ends a line
     * @param project whose spending it is, or null for the whole tenant's
     */
    Mail of(SpendAlertFiring firing, String organization, @Nullable String project, String recipient) {
        String whose = project == null ? organization : organization + " / " + project;
        String threshold = won(firing.thresholdWon());
        String spent = won(firing.spent().toWonHalfUp());
        String text = """
                %1$s의 %2$s 사용 금액이 설정하신 알림 금액에 도달했습니다.

                  조직: %3$s
                %4$s  알림 금액: %6$s원
                  현재까지 사용 금액: %7$s원 (부가가치세 별도, 한국 시각 기준 %2$s)
                  확인한 시각: %11$s (한국 시각)

                이 알림은 알려 드리기만 하며, 요청은 계속 처리됩니다. 더 쓰지 않도록 막으려면 지출 한도를 설정하고,
                이번 달에 한 번 더 알림을 받으려면 알림 금액을 현재 사용 금액보다 높여 주세요. 다음 달에는 다시 알려 드립니다.

                %8$s

                ----

                What %1$s spent in %5$s has reached the amount you asked to be told of.

                  Organization: %3$s
                %9$s  Alert at: KRW %6$s
                  Spent so far: KRW %7$s (without VAT, in %5$s by Korean time)
                  Seen at: %11$s (Korean time)

                This only tells you: requests go on being served. To stop further spending set a spend limit; to be told once more
                this month raise the alert above what is spent. Next month it tells you again.

                %10$s
                """.formatted(
                        whose,
                        korean(firing.month()),
                        organization,
                        project == null ? "" : "  프로젝트: " + project + "\n",
                        firing.month(),
                        threshold,
                        spent,
                        koreanSteps(firing),
                        project == null ? "" : "  Project: " + project + "\n",
                        englishSteps(firing),
                        MINUTE.format(firing.at()));
        return new Mail(recipient, subject(firing, whose, threshold), text);
    }

    private static String subject(SpendAlertFiring firing, String whose, String threshold) {
        String prefix = firing.channel().subjectPrefix();
        String end = " " + threshold + "원 도달 / Spend alert: KRW " + threshold;
        String start = (prefix.isEmpty() ? "" : prefix + " ") + "[한옥] " + whose;
        return shortened(start, Mail.MAX_SUBJECT_CHARS - end.length()) + end;
    }

    /** Cut between characters, never within one. */
    private static String shortened(String text, int mostChars) {
        if (text.length() <= mostChars) {
            return text;
        }
        int end = mostChars - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private String koreanSteps(SpendAlertFiring firing) {
        return console.isEmpty() ? """
                사용 내역과 한도는 관리자 키로 아래 요청을 보내 확인하고 바꿀 수 있습니다.

                %s""".formatted(requests(firing)) : "사용 내역과 한도는 콘솔에서 확인하고 바꿀 수 있습니다.\n\n  " + console;
    }

    private String englishSteps(SpendAlertFiring firing) {
        return console.isEmpty()
                ? """
                With an admin key these requests show what was spent and change limits:

                %s""".formatted(requests(firing))
                : "The console shows what was spent, and changes limits:\n\n  " + console;
    }

    private String requests(SpendAlertFiring firing) {
        String scope = installation.base() + "/v1/organization"
                + (firing.project() == null
                        ? ""
                        : "/projects/" + firing.project().text());
        return """
                  GET %1$s/v1/organization/costs
                  POST %2$s/spend_limit
                  POST %2$s/spend_alerts/%3$s""".formatted(installation.base(), scope, firing.alert().text());
    }

    private static String korean(YearMonth month) {
        return month.getYear() + "년 " + month.getMonthValue() + "월";
    }

    private static String won(long won) {
        return String.format(Locale.ROOT, "%,d", won);
    }
}
