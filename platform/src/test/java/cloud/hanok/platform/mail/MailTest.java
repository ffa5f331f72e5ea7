package cloud.hanok.platform.mail;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MailTest {
    @Test
    void nothingThatCouldEndAHeaderIsTaken() {
        for (String bad :
                new String[] {"\r", "\n", "\r\n", "\u0000", "\u0085", "\u2028", "\u2029", "\u000b", "\u001b"}) {
            assertThatThrownBy(() -> new Mail("a@b.kr", "초대" + bad + "Bcc: c@d.kr", ""))
                    .as("U+%04X", (int) bad.charAt(0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Mail("a@b.kr" + bad + "RCPT TO:<c@d.kr>", "초대", ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String several :
                new String[] {"a@b.kr,c@d.kr", "a@b.kr c@d.kr", "<a@b.kr>", "x:a@b.kr;", "@b.kr", "nobody"}) {
            assertThatThrownBy(() -> new Mail(several, "초대", "")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
