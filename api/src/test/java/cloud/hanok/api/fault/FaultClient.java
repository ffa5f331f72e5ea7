package cloud.hanok.api.fault;

import cloud.hanok.api.fault.ReadAnswer.End;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client in a process of its own. It asks what its plan says, several at a time, each request on a connection of its
 * own, and writes one line of results for each answer it read or lost. What was refused before an engine was called is
 * asked again; what was cut is not. On its standard output it says when a request was {@code sent}, had its first token
 * ({@code begun}), is {@code near} its end, and came to its {@code end}.
 */
final class FaultClient {
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long PATIENCE_NANOS = Duration.ofMinutes(3).toNanos();

    private final int port;
    private final String key;
    private final Path results;
    private final Queue<PlannedRequest> plan;

    private FaultClient(int port, String key, Path results, List<PlannedRequest> plan) {
        this.port = port;
        this.key = key;
        this.results = results;
        this.plan = new ConcurrentLinkedQueue<>(plan);
    }

    /** Arguments: port, plan, results, how many at a time. The first line of the standard input is the API key. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<PlannedRequest> plan = Files.readAllLines(Path.of(arguments[1])).stream()
                .map(PlannedRequest::parse)
                .toList();
        String key = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        var client = new FaultClient(Integer.parseInt(arguments[0]), key, Path.of(arguments[2]), plan);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            workers.add(Thread.ofPlatform().start(client::work));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        say("finished", "");
    }

    private void work() {
        for (PlannedRequest next = plan.poll(); next != null; next = plan.poll()) {
            ask(next);
        }
    }

    private void ask(PlannedRequest request) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            if (ready()) {
                ReadAnswer answer = send(request);
                if (answer != null && (answer.end() != End.REFUSED || answer.status() != 503)) {
                    say("end", request.name());
                    return;
                }
                if (answer != null) {
                    say("again", request.name());
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        say("gave-up", request.name());
    }

    /** Null when there was no connection: then nothing was asked. */
    private @Nullable ReadAnswer send(PlannedRequest request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            ReadAnswer answer;
            try {
                byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
                String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                        + request.key(key) + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n";
                socket.getOutputStream().write((head + request.body()).getBytes(StandardCharsets.UTF_8));
                say("sent", request.name());
                answer = new AnswerReader(socket.getInputStream(), tokens -> goesOn(request, tokens))
                        .read(request.name());
            } catch (IOException cut) {
                answer = new ReadAnswer(request.name(), ReadAnswer.NO_ID, 0, false, End.NO_HEAD, 0, 0);
            }
            note(answer);
            return answer;
        } catch (IOException nobody) {
            return null;
        }
    }

    private static boolean goesOn(PlannedRequest request, int tokens) {
        if (tokens == 1) {
            say("begun", request.name());
        }
        if (tokens == request.tokens()) {
            say("near", request.name());
        }
        return tokens != request.leaveAfterTokens();
    }

    private boolean ready() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET /health/readiness HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(head, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    private synchronized void note(ReadAnswer answer) throws IOException {
        Files.writeString(results, answer.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void say(String what, String name) {
        System.out.println(what + "\t" + name);
    }
}
