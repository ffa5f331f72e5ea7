package cloud.hanok.api.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The client's process, and what it says about where it is. */
public final class FaultClientProcess implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 120_000;

    private final JavaProcess process;
    private final Path results;
    private final Set<String> said = new HashSet<>();
    private int sent;
    private int ended;
    private boolean closed;

    private FaultClientProcess(JavaProcess process, Path results) {
        this.process = process;
        this.results = results;
    }

    /** Starts one that works through the plan. */
    public static FaultClientProcess start(Path folder, int port, String key, List<PlannedRequest> plan, int atATime)
            throws IOException {
        Path planned = Files.createTempFile(folder, "plan", ".tsv");
        Files.write(planned, plan.stream().map(PlannedRequest::line).toList());
        Path results = Files.createTempFile(folder, "results", ".tsv");
        JavaProcess process = JavaProcess.start(JavaProcess.command(
                        FaultClient.class,
                        "-Xmx96m",
                        Integer.toString(port),
                        planned.toString(),
                        results.toString(),
                        Integer.toString(atATime))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        process.say(key);
        var client = new FaultClientProcess(process, results);
        Thread.ofVirtual().start(client::listen);
        return client;
    }

    /** Waits until it said one of these of this request. */
    synchronized void await(String name, String... words) throws InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (List.of(words).stream().noneMatch(word -> said.contains(word + "\t" + name))) {
            long left = deadline - System.currentTimeMillis();
            if (closed || left <= 0) {
                throw new AssertionError((closed ? "the client died and" : "the client") + " did not say "
                        + List.of(words) + " of '" + name + "'");
            }
            wait(left);
        }
    }

    /** How many requests are on their way. */
    synchronized int inFlight() {
        return sent - ended;
    }

    /** Waits for the end of its plan and returns what it read. */
    public List<ReadAnswer> finish() throws InterruptedException, IOException {
        await("", "finished");
        return Files.readAllLines(results, StandardCharsets.UTF_8).stream()
                .map(ReadAnswer::parse)
                .toList();
    }

    @Override
    public void close() {
        process.close();
    }

    private void listen() {
        try (BufferedReader output = process.output()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                hear(line);
            }
        } catch (IOException broken) {
            System.out.println("the client cannot be heard any more: " + broken);
        }
        saysNoMore();
    }

    private synchronized void saysNoMore() {
        closed = true;
        notifyAll();
    }

    private synchronized void hear(String line) {
        said.add(line);
        if (line.startsWith("sent\t")) {
            sent++;
        } else if (line.startsWith("end\t") || line.startsWith("again\t")) {
            ended++;
        }
        notifyAll();
    }
}
