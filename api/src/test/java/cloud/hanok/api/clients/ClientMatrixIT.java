package cloud.hanok.api.clients;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.DocumentSection;
import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.slice.Slice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other people's clients against the whole program: each behaviour of each of them, and the table that says so. */
@ExtendWith(Slice.Shared.class)
class ClientMatrixIT {
    /** More would only measure how they wait for each other. */
    private static final int AT_ONCE = 2;

    /** How long an engine may work on for a client that has left. */
    private static final long GONE_LIMIT_MILLIS = 500;

    private static final String GONE_MILLIS = "goneMillis";
    private static final String IDS = "ids";
    private static final Duration RECORD_LIMIT = Duration.ofSeconds(20);
    private static final DocumentSection DOCUMENTATION =
            new DocumentSection("compatibility.md", "clients", "ClientMatrixIT");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<MatrixClient, Future<Run>> RUNS = new EnumMap<>(MatrixClient.class);
    private static final List<ClientBed> BEDS = new ArrayList<>();
    private static ExecutorService runners;
    private static Slice slice;
    private static Slice.Customer customer;

    /** All that a client showed. */
    private record Run(String model, List<Found> found, long millis) {}

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        runners = Executors.newFixedThreadPool(AT_ONCE);
        customer = slice.customer("클라이언트 시험", "KR");
        var scripts = new ClientScripts();
        for (MatrixClient client : MatrixClient.values()) {
            RUNS.put(client, runners.submit(() -> run(scripts, client)));
        }
    }

    @AfterAll
    static void stop() {
        runners.shutdownNow();
        BEDS.forEach(ClientBed::close);
    }

    private static Run run(ClientScripts scripts, MatrixClient client) {
        var bed = new ClientBed(slice, customer, client);
        synchronized (BEDS) {
            BEDS.add(bed);
        }
        if (client == MatrixClient.OPENAI_JAVA) {
            long start = System.nanoTime();
            try (var here = new OpenAiJava(bed)) {
                return new Run(bed.model(), here.run(), millisSince(start));
            }
        }
        scripts.install(client);
        long start = System.nanoTime();
        return new Run(bed.model(), scripts.run(client, bed.environment()), millisSince(start));
    }

    private static long millisSince(long startNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    @ParameterizedTest
    @EnumSource
    void aClientDoesWhatItsColumnSays(MatrixClient client) throws Exception {
        Run run = run(client);
        var softly = new SoftAssertions();
        softly.assertThat(run.found()).extracting(Found::behaviour).containsExactlyElementsOf(client.behaviours());
        for (Found found : run.found()) {
            JsonNode gone = found.facts().get(GONE_MILLIS);
            softly.assertThat(shown(found))
                    .as("%s: %s", client, found.behaviour())
                    .isEqualTo(expected(client, found, run));
            if (gone != null) {
                softly.assertThat(gone.asLong()).as("%s left", client).isLessThanOrEqualTo(GONE_LIMIT_MILLIS);
            }
        }
        softly.assertAll();
        System.out.println("client " + client.title() + " " + Versions.of(client.pin()) + ": "
                + run.found().size() + " behaviours in " + run.millis() + " ms, of which " + slowest(run));
    }

    private static JsonNode expected(MatrixClient client, Found found, Run run) throws IOException {
        ObjectNode facts = (ObjectNode) JSON.readTree(found.behaviour().facts(run.model()));
        if (facts.has("status")) {
            facts.put("error", client.errors().of(facts.get("status").asInt()));
        } else if (found.behaviour() == Behaviour.DIES) {
            facts.put("error", client.errors().broken());
        }
        client.deviation(found.behaviour()).ifPresent(deviation -> deviation.patch(facts));
        return facts;
    }

    private static String slowest(Run run) {
        List<String> told = new ArrayList<>();
        long asked = 0;
        for (Found found : run.found()) {
            asked += found.millis();
            told.add(found.behaviour().wireName() + " " + found.millis()
                    + (found.facts().has(GONE_MILLIS)
                            ? " (gone after " + found.facts().get(GONE_MILLIS) + ")"
                            : ""));
        }
        return asked + " ms asking: " + String.join(", ", told);
    }

    /** A request that was computed has a record, which is what is billed; its repetition has none. */
    @Test
    void whatAClientAskedTwiceWithOneKeyIsBilledOnce() throws Exception {
        int clients = 0;
        for (MatrixClient client : MatrixClient.values()) {
            for (Found found : run(client).found()) {
                JsonNode ids = found.facts().get(IDS);
                if (ids != null) {
                    OperatedServer.await(
                            "the record of " + client,
                            RECORD_LIMIT,
                            () -> record(ids.get(0).asText()) == 200);
                    assertThat(record(ids.get(1).asText())).as("%s", client).isEqualTo(404);
                    clients++;
                }
            }
        }
        assertThat(clients).isGreaterThan(1);
    }

    private static int record(String request) {
        return slice.house()
                .get("/platform/v1/requests/" + request, customer.admin())
                .statusCode();
    }

    @Test
    void theTableInTheDocumentationSaysWhatWasFound() throws Exception {
        var table = new CompatibilityTable();
        for (MatrixClient client : MatrixClient.values()) {
            Run run = run(client);
            for (Found found : run.found()) {
                table.found(client, found.behaviour(), shown(found).equals(expected(client, found, run)));
            }
        }
        DOCUMENTATION.assertSays(table.text());
    }

    private static Run run(MatrixClient client) throws Exception {
        return Objects.requireNonNull(RUNS.get(client)).get();
    }

    /** Without what no two runs have in common. */
    private static ObjectNode shown(Found found) {
        ObjectNode facts = found.facts().deepCopy();
        facts.remove(GONE_MILLIS);
        facts.remove(IDS);
        return facts;
    }
}
