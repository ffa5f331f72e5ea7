package cloud.hanok.standalone.mail;

import cloud.hanok.standalone.StandaloneException;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * A mail of the mailbox, decoded.
 *
 * @param recipient whom the envelope named
 * @param date as its sender wrote it
 * @param id its {@code Message-ID}
 * @param text its plain text; of a mail that has none, its HTML
 */
public record ReadMail(int number, String from, String recipient, String date, String subject, String id, String text) {
    /**
     * Reads one.
     *
     * @throws StandaloneException when it is no mail
     */
    public static ReadMail of(MailFolder.Kept kept) {
        try (InputStream in = Files.newInputStream(kept.file())) {
            Properties asItCame = new Properties();
            asItCame.setProperty("mail.mime.allowutf8", "true");
            MimeMessage message = new MimeMessage(Session.getInstance(asItCame), in);
            Date date = message.getSentDate();
            return new ReadMail(
                    kept.number(),
                    address(message),
                    Objects.requireNonNullElse(message.getHeader("X-Envelope-To", null), ""),
                    date == null ? "" : date.toInstant().toString(),
                    Objects.requireNonNullElse(message.getSubject(), ""),
                    Objects.requireNonNullElse(message.getMessageID(), ""),
                    text(message, "text/plain")
                            .or(() -> text(message, "text/*"))
                            .orElse(""));
        } catch (IOException | MessagingException unreadable) {
            throw new StandaloneException(
                    kept.file() + " cannot be read: " + unreadable.getMessage() + ".", "Remove it.", unreadable);
        }
    }

    private static String address(MimeMessage message) throws MessagingException {
        if (message.getFrom() == null || message.getFrom().length == 0) {
            return "";
        }
        return message.getFrom()[0] instanceof InternetAddress from
                ? from.toUnicodeString()
                : Objects.requireNonNullElse(message.getHeader("From", null), "");
    }

    private static Optional<String> text(Part part, String type) {
        try {
            if (part.isMimeType(type)) {
                return Optional.of(content(part));
            }
            if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
                for (int at = 0; at < parts.getCount(); at++) {
                    BodyPart inner = parts.getBodyPart(at);
                    Optional<String> found = text(inner, type);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        } catch (IOException | MessagingException unreadable) {
            return Optional.empty();
        }
    }

    private static String content(Part part) throws IOException, MessagingException {
        Object content = part.getContent();
        return String.valueOf(content).replace("\r\n", "\n");
    }

    @Override
    public String toString() {
        return "ReadMail[" + number + "]";
    }
}
