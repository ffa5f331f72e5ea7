package cloud.hanok.standalone.mail;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.TestMachine;
import cloud.hanok.standalone.command.Mails;
import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.screen.Screen;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTest {
    private static final String KOREAN =
            "Subject: =?UTF-8?B?7ZWc7JilIOy0iOuMgA==?=\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n7JWI64WV7ZWY7IS47JqUIBtbMm0=\r\n";

    @TempDir
    Path folder;

    @Test
    void whatIsHandedOverIsKeptPrivatelyAndShownDecoded() throws IOException {
        StateDirectory state = new StateDirectory(folder);
        Mailbox mailbox = new Mailbox(TestMachine.get(), state.child("mailbox"));
        mailbox.start();
        try {
            assertThat(say(mailbox, "HELO x", "DATA", "MAIL FROM:<a@b.kr>", "DATA", "XYZ", "QUIT"))
                    .containsExactly("220", "250", "503", "250", "503", "502", "221");
            String message = "From: a@b.kr\r\n" + KOREAN + ".";
            assertThat(say(mailbox, "EHLO x", "MAIL FROM:<a@b.kr>", "RCPT TO:<c@d.kr>", "DATA", message, "QUIT"))
                    .endsWith("354", "250", "221");
            String stuffed = "Subject: dots\r\n\r\n..one\r\n...two\r\n.";
            assertThat(say(mailbox, "EHLO x", "MAIL FROM:<a@b.kr>", "RCPT TO:<c@d.kr>", "DATA", stuffed, "QUIT"))
                    .endsWith("354", "250", "221");
            assertThat(ReadMail.of(mailbox.mails().list().get(1)).text()).isEqualTo(".one\n..two\n");
            MailFolder.Kept kept = mailbox.mails().list().getFirst();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.file())))
                    .isEqualTo("rw-------");
            assertThat(ReadMail.of(kept).recipient()).isEqualTo("c@d.kr");
        } finally {
            mailbox.kill();
        }

        assertThat(shown(state)).contains("한옥 초대", "c@d.kr");
        assertThat(shown(state, "1")).contains("Subject: 한옥 초대", "안녕하세요 ?[2m").doesNotContain("\u001b");
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        MailFolder mails = new MailFolder(new StateDirectory(folder));
        for (int number = 1; number <= MailFolder.MOST_KEPT + 3; number++) {
            mails.store(KOREAN.getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(mails.list()).hasSize(MailFolder.MOST_KEPT);
        assertThat(mails.list().getFirst().number()).isEqualTo(4);
    }

    private String shown(StateDirectory state, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Machine real = TestMachine.get();
        Machine machine = new Machine(
                real.parts(),
                new Screen(new PrintStream(out, true, StandardCharsets.UTF_8)),
                real.clock(),
                real.random(),
                real.environment());
        assertThat(new Mails(machine, state).run(List.of(options))).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The codes that a server answers, its greeting first. */
    private static List<String> say(Mailbox mailbox, String... lines) throws IOException {
        List<String> codes = new java.util.ArrayList<>();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), mailbox.access().port())) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            codes.add(code(in));
            for (String line : lines) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                codes.add(code(in));
            }
        }
        return codes;
    }

    private static String code(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line.substring(0, 3);
    }
}
