package cloud.hanok.platform.mail;

import cloud.hanok.platform.id.MailId;
import java.time.Instant;

/** The way out: a port to the mail server, which a test must break. */
public interface MailTransport {
    /**
     * Hands a mail to the server. The same id is the same {@code Message-ID}, by which whoever gets it twice can tell.
     *
     * @param writtenAt its date
     */
    Delivery send(MailId id, Mail mail, Instant writtenAt);

    /** What became of it. A {@code reason} is a code of SMTP, or a word of ours: never an address, never the server's text. */
    sealed interface Delivery {
        /** The server took it, and answers for it now. */
        record Accepted() implements Delivery {}

        /** The server will never take it. */
        record Refused(String reason) implements Delivery {}

        /** The server does not take this one now; others it may. */
        record Deferred(String reason) implements Delivery {}

        /** The server takes nothing now: it had no part of this one. */
        record Unavailable(String reason) implements Delivery {}

        /** The server went silent while it was handed over: it may have taken it. Perhaps this very mail is why. */
        record Lost(String reason) implements Delivery {}
    }
}
