package cloud.hanok.standalone.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One conversation with a client, as RFC 5321 has it: whatever is handed over is kept. */
final class SmtpSession {
    /** A mail, not an archive; said to the client (RFC 1870). */
    static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private static final int MAX_RECIPIENTS = 100;
    /** RFC 5321 has 512 for commands; addresses in UTF-8 and parameters need more. */
    private static final int MAX_LINE_BYTES = 4096;
    /** Commands of one connection: a client of ours needs five for a mail. */
    private static final int MAX_COMMANDS = 10_000;

    private final InputStream in;
    private final OutputStream out;
    private final MailFolder folder;
    private final List<String> recipients = new ArrayList<>();
    private @Nullable String sender;

    SmtpSession(Socket socket, MailFolder folder) throws IOException {
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.folder = folder;
    }

    void run() throws IOException {
        reply("220 hanok.invalid ESMTP mailbox of this machine");
        for (int commands = 0; commands < MAX_COMMANDS; commands++) {
            byte[] line = line(MAX_LINE_BYTES);
            if (line == null || !obey(new String(line, StandardCharsets.UTF_8))) {
                return;
            }
        }
        reply("421 4.7.0 too many commands");
    }

    /** Whether the conversation goes on. */
    private boolean obey(String line) throws IOException {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "HELO" -> {
                reset();
                reply("250 hanok.invalid");
            }
            case "EHLO" -> {
                reset();
                reply("250-hanok.invalid\r\n250-SIZE " + MAX_MESSAGE_BYTES + "\r\n250-8BITMIME\r\n250 SMTPUTF8");
            }
            case "MAIL" -> {
                reset();
                sender = path(line);
                reply("250 2.1.0 ok");
            }
            case "RCPT" -> recipient(line);
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                reply("250 2.0.0 ok");
            }
            case "NOOP" -> reply("250 2.0.0 ok");
            case "VRFY" -> reply("252 2.0.0 it will be kept");
            case "QUIT" -> {
                reply("221 2.0.0 good-bye");
                return false;
            }
            default -> reply("502 5.5.1 not known here");
        }
        return true;
    }

    private void recipient(String line) throws IOException {
        if (sender == null) {
            reply("503 5.5.1 MAIL first");
        } else if (recipients.size() >= MAX_RECIPIENTS) {
            reply("452 4.5.3 too many recipients");
        } else {
            recipients.add(path(line));
            reply("250 2.1.5 ok");
        }
    }

    private void data() throws IOException {
        if (recipients.isEmpty()) {
            reply("503 5.5.1 RCPT first");
            return;
        }
        reply("354 end with a line of a dot");
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(("Return-Path: <" + sender + ">\r\nX-Envelope-To: " + String.join(", ", recipients) + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        boolean fits = true;
        byte[] line = line(MAX_MESSAGE_BYTES);
        while (line != null && !(line.length == 1 && line[0] == '.')) {
            fits = fits && message.size() + line.length < MAX_MESSAGE_BYTES;
            if (fits) {
                int from = line.length > 0 && line[0] == '.' ? 1 : 0;
                message.write(line, from, line.length - from);
                message.write('\r');
                message.write('\n');
            }
            line = line(MAX_MESSAGE_BYTES);
        }
        if (line == null) {
            return;
        }
        reply(fits ? "250 2.0.0 kept as " + folder.store(message.toByteArray()) : "552 5.3.4 too large");
        reset();
    }

    private void reset() {
        sender = null;
        recipients.clear();
    }

    /** What stands between angle brackets. */
    private static String path(String line) {
        int open = line.indexOf('<');
        int close = line.indexOf('>', open + 1);
        return open >= 0 && close > open ? line.substring(open + 1, close) : "";
    }

    /** The next line without its end; null when the client left. What is longer is cut, and read to its end. */
    private byte @Nullable [] line(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (line.size() < limit) {
                line.write(next);
            }
            next = in.read();
        }
        if (next < 0) {
            return null;
        }
        byte[] bytes = line.toByteArray();
        boolean ended = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return ended ? java.util.Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    private void reply(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
