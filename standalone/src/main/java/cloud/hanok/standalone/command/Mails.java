package cloud.hanok.standalone.command;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.mail.MailFolder;
import cloud.hanok.standalone.mail.Mailbox;
import cloud.hanok.standalone.mail.ReadMail;
import cloud.hanok.standalone.process.StateDirectory;
import java.util.List;
import java.util.Locale;

/** {@code ./hanok mail}: what was sent on this machine, and one of it. */
public final class Mails {
    /** The newest; the others have their numbers. */
    private static final int SHOWN = 20;

    private static final int SUBJECT_CHARS = 60;

    private final Machine machine;
    private final MailFolder mails;

    /** @param state the folder of the house */
    public Mails(Machine machine, StateDirectory state) {
        this.machine = machine;
        this.mails = new Mailbox(machine, state.child("mailbox")).mails();
    }

    /**
     * Prints.
     *
     * @param options nothing for the list, or the number of one
     */
    public int run(List<String> options) {
        return options.isEmpty() ? list() : show(options.getFirst());
    }

    private int list() {
        List<MailFolder.Kept> kept = mails.list();
        if (kept.isEmpty()) {
            machine.screen().line("No mail yet. Invitations, and what Keycloak sends, land here.");
            return 0;
        }
        for (MailFolder.Kept each : kept.subList(Math.max(0, kept.size() - SHOWN), kept.size())) {
            ReadMail mail = ReadMail.of(each);
            machine.screen()
                    .line(String.format(
                            Locale.ROOT,
                            "%5d  %-20s  %-32s  %s",
                            mail.number(),
                            mail.date(),
                            printable(mail.recipient()),
                            cut(printable(mail.subject()))));
        }
        machine.screen().line("One of them: ./hanok mail NUMBER");
        return 0;
    }

    private int show(String number) {
        MailFolder.Kept kept = (number.matches("\\d{1,8}")
                        ? mails.find(Integer.parseInt(number))
                        : java.util.Optional.<MailFolder.Kept>empty())
                .orElseThrow(() -> new StandaloneException(
                        "There is no mail " + printable(number) + ".", "./hanok mail lists them."));
        ReadMail mail = ReadMail.of(kept);
        machine.screen().line("From:    " + printable(mail.from()));
        machine.screen().line("To:      " + printable(mail.recipient()));
        machine.screen().line("Date:    " + mail.date());
        machine.screen().line("Subject: " + printable(mail.subject()));
        machine.screen().line("");
        mail.text().lines().map(Mails::printable).forEach(machine.screen()::line);
        return 0;
    }

    private static String cut(String subject) {
        return subject.codePointCount(0, subject.length()) <= SUBJECT_CHARS
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, SUBJECT_CHARS)) + "...";
    }

    /** A mail may hold what would move the cursor of a terminal. */
    private static String printable(String text) {
        return text.replace('\t', ' ').replaceAll("\\p{Cntrl}", "?");
    }
}
