package cloud.hanok.standalone.mail;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.StartCache;
import cloud.hanok.standalone.process.StateDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The mail server of one machine: what Hanok and Keycloak send lands in its folder, whoever it is for. */
public final class Mailbox extends Dependency {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final List<String> JVM_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx48m", "-Xss512k");

    /** @param state the folder of this server alone */
    public Mailbox(Machine machine, StateDirectory state) {
        super("mailbox", machine, state, new Limits(Duration.ofMinutes(1), Duration.ofSeconds(5)), StartCache.none());
    }

    /** How it is reached. */
    public MailAccess access() {
        return new MailAccess(
                InetAddress.getLoopbackAddress().getHostAddress(),
                ports().port("smtp"),
                "none",
                "",
                Optional.empty(),
                "no-reply@hanok.invalid");
    }

    /** What came. */
    public MailFolder mails() {
        return new MailFolder(state().child("mails"));
    }

    @Override
    protected ProcessBuilder command() {
        ports().requireFree("smtp");
        return new ProcessBuilder(java(
                        JVM_OPTIONS,
                        List.of(ownProgram()),
                        SmtpSink.class.getName(),
                        List.of(
                                Integer.toString(ports().port("smtp")),
                                state().child("mails").path().toString())))
                .directory(state().path().toFile());
    }

    @Override
    protected Probe probe() {
        return this::greets;
    }

    private boolean greets() {
        try (Socket socket = new Socket()) {
            int limit = (int) PROBE_LIMIT.toMillis();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports().port("smtp")), limit);
            socket.setSoTimeout(limit);
            String greeting = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return greeting != null && greeting.startsWith("220 ");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The jar, or the folder of classes, that this program is run from: the sink needs nothing else. */
    private static Path ownProgram() {
        try {
            return Path.of(SmtpSink.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
