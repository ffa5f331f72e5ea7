package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.mail.MailAccess;
import cloud.hanok.standalone.mail.MailFolder;
import cloud.hanok.standalone.mail.ReadMail;
import java.util.List;

/**
 * The mailbox of this test run, where Keycloak's mail lands too.
 *
 * @param access how it is reached
 */
public record MailboxForTests(MailAccess access) {
    /** The mailbox of this test run. */
    public static MailboxForTests get() {
        return new MailboxForTests(SharedDependencies.mailbox().access());
    }

    /** What came for an address, the oldest first. */
    public List<ReadMail> mailsFor(String recipient) {
        MailFolder folder = SharedDependencies.mailbox().mails();
        return folder.list().stream()
                .map(ReadMail::of)
                .filter(mail -> mail.recipient().equals(recipient))
                .toList();
    }
}
