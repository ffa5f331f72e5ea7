package cloud.hanok.api.gateway;

import static cloud.hanok.api.OperatedServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.compliance.guard.Guards;
import cloud.hanok.platform.answer.AnswerSettings;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.journal.Journal;
import cloud.hanok.platform.journal.JournalReader;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.JournalSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose journal has no more room on its disk, for nothing takes its records away. */
class FullJournalTest {
    /** The streams find room in the first: the second may still be in the making. */
    private static final int SEGMENT_BYTES = 1 << 19;

    private static final long MOST_BYTES = 2L * SEGMENT_BYTES;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int STREAMS = 8;
    private static final int TOKENS = 200;
    private static final String STREAM = "stream";
    private static final String UPSTREAM_STREAM = "script;tokens=" + TOKENS + ";gapMillis=25";
    private static final String SHORT = "short";
    private static final String UPSTREAM_SHORT = "script;tokens=3";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private GatewayBed bed;
    private ScriptedEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = ScriptedEngine.start(0);
        JournalSettings usual = GatewayBed.journalAt(folder);
        JournalSettings small = new JournalSettings(
                usual.directory(),
                usual.gateway(),
                usual.sync(),
                usual.syncInterval(),
                Duration.ZERO,
                usual.probeInterval(),
                SEGMENT_BYTES,
                MOST_BYTES,
                usual.pendingBytes(),
                usual.maximumPayloadBytes(),
                usual.maximumSettleBytes(),
                usual.progressSlots());
        Journal journal = Journal.open(small, Clock.systemUTC());
        bed = new GatewayBed(journal, GatewaySettings.DEFAULTS, Guards.NONE, null, AnswerSettings.DEFAULTS);
        ServingDeployment served =
                bed.deployment(STREAM, EngineKind.LLAMA_CPP, GatewayBed.CONTEXT_TOKENS, "KR", engine.port());
        ServingDeployment other =
                bed.deployment(SHORT, EngineKind.LLAMA_CPP, GatewayBed.CONTEXT_TOKENS, "KR", engine.port());
        bed.directory.publish(List.of(
                GatewayBed.named(STREAM, UPSTREAM_STREAM, served), GatewayBed.named(SHORT, UPSTREAM_SHORT, other)));
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
        engine.close();
        client.close();
    }

    @Test
    void newRequestsAreRefusedUnaskedAndThoseUnderWayEndWholeAndAreBilled() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(client.sendAsync(request(STREAM, true), BodyHandlers.ofString()));
        }
        await("all streams", PATIENCE, () -> engine.requests().size() == STREAMS);

        int answered = 0;
        HttpResponse<String> refused = client.send(request(SHORT, false), BodyHandlers.ofString());
        while (refused.statusCode() == 200) {
            answered++;
            refused = client.send(request(SHORT, false), BodyHandlers.ofString());
        }
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"journal_unavailable\"");
        assertThat(refused.headers().firstValue("x-should-retry")).hasValue("true");
        assertThat(refused.headers().firstValueAsLong("retry-after")).isPresent();
        assertThat(refused.headers().firstValue("x-receipt-id")).isEmpty();
        assertThat(engine.requests())
                .as("the engine is not asked for what cannot be recorded")
                .hasSize(STREAMS + answered);
        assertThat(streams).as("streams go on meanwhile").noneMatch(CompletableFuture::isDone);
        assertThat(bytesOnDisk()).isLessThanOrEqualTo(MOST_BYTES);

        for (CompletableFuture<HttpResponse<String>> stream : streams) {
            HttpResponse<String> whole = stream.get(30, TimeUnit.SECONDS);
            assertThat(whole.body()).endsWith("data: [DONE]\n\n");
            JournalEntry settled = bed.settled(
                    RequestId.parse(whole.headers().firstValue("x-request-id").orElseThrow()));
            assertThat(settled.ending().outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(settled.ending().usage().outputTokens()).isEqualTo(TOKENS);
        }
        // Each stream had kept more room for its record than it needed.
        int status = send(SHORT);
        while (status == 200) {
            status = send(SHORT);
        }
        assertThat(status).isEqualTo(503);

        takeAway();
        await("room for a request", PATIENCE, () -> send(SHORT) == 200);
        System.out.printf(
                "full journal: %d answers and %d streams under way filled %d KiB; the next was refused, all streams ended"
                        + " whole and settled%n",
                answered, STREAMS, MOST_BYTES >> 10);
    }

    /** As the shipper does once it has brought the records to where they are kept. */
    private void takeAway() throws IOException, InterruptedException {
        long last = 0;
        try (JournalReader reader = bed.journal.reader()) {
            while (reader.await(Duration.ofMillis(200))) {
                for (JournalRecord record : reader.read(10_000)) {
                    last = record.sequence();
                }
            }
        }
        bed.journal.acknowledge(last);
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("segment-"))
                    .toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private int send(String model) {
        try {
            return client.send(request(model, false), BodyHandlers.ofString()).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest request(String model, boolean stream) {
        return HttpRequest.newBuilder(URI.create(bed.url()))
                .header("Authorization", "Bearer " + GatewayBed.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"}]}"))
                .build();
    }
}
