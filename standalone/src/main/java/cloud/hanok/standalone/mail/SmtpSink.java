package cloud.hanok.standalone.mail;

import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A mail server on loopback that delivers nothing anywhere: it keeps what it is handed, for a person of this machine to read. The
 * program of a child process; it uses nothing but the JDK.
 */
public final class SmtpSink {
    private static final int MOST_CONNECTIONS = 32;
    private static final int BACKLOG = 64;
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private SmtpSink() {}

    /**
     * Listens until it is ended.
     *
     * @param arguments the port, and the folder of the mails
     */
    public static void main(String[] arguments) throws IOException {
        MailFolder folder = new MailFolder(new StateDirectory(Path.of(arguments[1])));
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
            System.out.println("listens on " + address);
            Semaphore seats = new Semaphore(MOST_CONNECTIONS);
            while (true) {
                seats.acquireUninterruptibly();
                Socket client = server.accept();
                var unused = Thread.ofVirtual().start(() -> serve(client, folder, seats));
            }
        }
    }

    private static void serve(Socket client, MailFolder folder, Semaphore seats) {
        try (client) {
            client.setSoTimeout((int) SILENCE.toMillis());
            new SmtpSession(client, folder).run();
        } catch (IOException | UncheckedIOException ended) {
            System.out.println("a conversation ended: " + ended.getMessage());
        } finally {
            seats.release();
        }
    }
}
