package cloud.hanok.platform.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A mail server that answers a command as it is told, and 250 where it is told nothing; an empty answer hangs up. */
final class ScriptedSmtp implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, String> answers;

    ScriptedSmtp(Map<String, String> answers) {
        this.answers = answers;
        try {
            server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::run);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                serve(client);
            } catch (IOException ended) {
                // The client left, or the test ended.
            }
        }
    }

    private void serve(Socket client) throws IOException {
        say(client, "220 scripted");
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.split("[ :]", 2)[0];
            String ordinary = verb.equals("DATA") ? "354 go on" : "250 ok";
            String answer = answers.getOrDefault(verb, ordinary);
            if (answer.isEmpty()) {
                return;
            }
            say(client, answer);
            if (answer.startsWith("354")) {
                while (!".".equals(in.readLine())) {
                    // The message itself is nobody's business here.
                }
                String end = answers.getOrDefault(".", "250 taken");
                if (end.isEmpty()) {
                    return;
                }
                say(client, end);
            }
        }
    }

    private static void say(Socket client, String answer) throws IOException {
        client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
