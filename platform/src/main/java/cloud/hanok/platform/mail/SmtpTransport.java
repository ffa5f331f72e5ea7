package cloud.hanok.platform.mail;

import cloud.hanok.platform.id.MailId;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SMTP (RFC 5321), a connection for each mail: there are few. Blocks, never longer than {@link #LONGEST_SEND}. */
public final class SmtpTransport implements MailTransport {
    /** However slowly the server speaks; the sender's lease of a mail outlives it. */
    public static final Duration LONGEST_SEND = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(SmtpTransport.class);

    /** The servers' own: it wants to be signed in, or to be spoken to otherwise. That is ours to mend, not the mail's fault. */
    private static final int AUTHENTICATION_REQUIRED = 530;

    private static final int FIRST_FINAL = 500;

    private final MailSettings settings;
    private final InternetAddress from;
    private final Session session;
    /** For an address with letters beyond ASCII (RFC 6531): its mail has such headers too, which not every server takes. */
    private final Session international;

    /** @throws IllegalArgumentException when {@code from} is no address */
    public SmtpTransport(MailSettings settings) {
        this.settings = settings;
        this.from = sender(settings.from());
        this.session = Session.getInstance(properties(settings, domain(), false));
        this.international = Session.getInstance(properties(settings, domain(), true));
    }

    /**
     * Reads whose mail it is.
     *
     * @throws IllegalArgumentException when it is no address
     */
    public static InternetAddress sender(String from) {
        try {
            InternetAddress address = new InternetAddress(from, true);
            if (address.getPersonal() != null) {
                address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
            }
            return address;
        } catch (AddressException | java.io.UnsupportedEncodingException wrong) {
            throw new IllegalArgumentException(from + " is no address to send from", wrong);
        }
    }

    @Override
    public Delivery send(MailId id, Mail mail, Instant writtenAt) {
        FutureTask<Delivery> sending = new FutureTask<>(() -> sendNow(id, mail, writtenAt));
        Thread thread = Thread.ofVirtual().name("smtp-" + id).start(sending);
        try {
            return sending.get(LONGEST_SEND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            // Interrupting a virtual thread closes the socket it waits on.
            thread.interrupt();
            return new Delivery.Lost("timeout");
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return new Delivery.Lost("interrupted");
        } catch (ExecutionException failed) {
            LOG.warn("{} could not be handed over", id, failed.getCause());
            return new Delivery.Lost("failed");
        }
    }

    private Delivery sendNow(MailId id, Mail mail, Instant writtenAt) throws MessagingException {
        InternetAddress recipient = recipient(mail.recipient());
        if (recipient == null) {
            return new Delivery.Refused("no_address");
        }
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(recipient.getAddress());
        Session way = ascii ? session : international;
        MimeMessage message = message(way, id, mail, recipient, writtenAt);
        Delivery delivery = null;
        try (Transport transport = way.getTransport("smtp")) {
            transport.connect(
                    settings.host(),
                    settings.port(),
                    settings.username().isEmpty() ? null : settings.username(),
                    settings.password() == null ? null : settings.password().reveal());
            delivery = handOver(transport, message, recipient);
        } catch (AuthenticationFailedException refused) {
            LOG.warn("the mail server {} refuses our user name or password (hanok.mail.username)", settings.host());
            return new Delivery.Unavailable("authentication");
        } catch (MessagingException away) {
            // Thrown by the good-bye as well, which changes nothing of what was decided before.
            LOG.debug("the mail server {}:{} does not answer", settings.host(), settings.port(), away);
        }
        return delivery == null ? new Delivery.Unavailable("unreachable") : delivery;
    }

    private static Delivery handOver(Transport transport, MimeMessage message, InternetAddress recipient) {
        try {
            transport.sendMessage(message, new InternetAddress[] {recipient});
            return new Delivery.Accepted();
        } catch (SendFailedException refused) {
            return judged(refused);
        } catch (MessagingException lost) {
            LOG.debug("the mail server went away", lost);
            return new Delivery.Lost("connection_lost");
        }
    }

    /** The recipient's own answer counts before that of the whole. */
    private static Delivery judged(SendFailedException refused) {
        int code = refused instanceof SMTPSendFailedException whole ? whole.getReturnCode() : 0;
        for (Exception each = refused; each instanceof MessagingException one; each = one.getNextException()) {
            if (one instanceof SMTPAddressFailedException ofRecipient) {
                code = ofRecipient.getReturnCode();
            }
        }
        if (code >= FIRST_FINAL && code != AUTHENTICATION_REQUIRED) {
            return new Delivery.Refused("smtp_" + code);
        }
        return code > 0 ? new Delivery.Deferred("smtp_" + code) : new Delivery.Lost("connection_lost");
    }

    private MimeMessage message(Session way, MailId id, Mail mail, InternetAddress recipient, Instant writtenAt)
            throws MessagingException {
        String name = "<" + id.text().toLowerCase(Locale.ROOT) + "@" + domain() + ">";
        MimeMessage message = new MimeMessage(way) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", name);
            }
        };
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, recipient);
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(writtenAt));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("Content-Language", "ko, en");
        message.setText(mail.text().replace("\n", "\r\n"), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    private static @Nullable InternetAddress recipient(String address) {
        int at = address.lastIndexOf('@');
        try {
            String ascii = IDN.toASCII(address.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            return new InternetAddress(address.substring(0, at + 1) + ascii, true);
        } catch (AddressException | IllegalArgumentException wrong) {
            return null;
        }
    }

    private String domain() {
        String address = from.getAddress();
        return address.substring(address.lastIndexOf('@') + 1);
    }

    private static Properties properties(MailSettings settings, String domain, boolean international) {
        String millis = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.quitwait", "false");
        // Otherwise it says what this machine is called.
        properties.setProperty("mail.smtp.localhost", domain);
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(!settings.username().isEmpty()));
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(international));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.security()) {
            case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
        }
        return properties;
    }
}
