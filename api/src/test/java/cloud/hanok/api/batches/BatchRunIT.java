package cloud.hanok.api.batches;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.gateway.InternalAnswer;
import cloud.hanok.api.gateway.InternalClient;
import cloud.hanok.api.gateway.InternalRequest;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.api.slice.Slice;
import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.BatchCounts;
import cloud.hanok.content.batch.BatchState;
import cloud.hanok.content.batch.Batches;
import cloud.hanok.content.batch.NewBatch;
import cloud.hanok.content.file.FilePurpose;
import cloud.hanok.content.file.Files;
import cloud.hanok.content.file.NewFile;
import cloud.hanok.content.file.StoredFile;
import cloud.hanok.content.file.Uploads;
import cloud.hanok.content.webhook.WebhookEvents;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.EncryptionKeys;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a batch on real stores, where the byte path answers by a script. */
@ExtendWith(Slice.Shared.class)
class BatchRunIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Reply SUSPENDED = new Reply(403, false, false, "{\"error\":{\"code\":\"tenant_suspended\"}}");

    private static Slice slice;
    private static ApplicationContext context;
    private static TenantId tenant;
    private static ProjectId project;
    private static KeyId key;
    private static Batches store;
    private static Files files;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        context = slice.house().server().context();
        Slice.Customer customer = slice.customer("배치 실행", "KR");
        tenant = TenantId.parse(customer.id());
        project = ProjectId.parse(customer.project());
        key = KeyId.parse(customer.keyId());
        store = context.getBean(Batches.class);
        files = context.getBean(Files.class);
    }

    @Test
    void whatHadNoAnswerWhenItsDayWasOverIsSaidToHaveExpired() throws IOException {
        int lines = 70;
        // The program itself finds it, too late; but not so late that it would take it for one whose maker died.
        Clock before = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-5));
        Batch made = create(batches(before), asked(lines, Duration.ofMinutes(1)));

        await("the end of " + made, PATIENCE, () -> found(made).state().isEnded());
        Batch expired = found(made);

        assertThat(expired.state()).isEqualTo(BatchState.EXPIRED);
        assertThat(expired.course().outputFile()).isEmpty();
        List<JsonNode> errors = lines(expired.course().errorFile());
        assertThat(names(errors)).hasSize(expired.course().total());
        assertThat(errors)
                .allSatisfy(line -> assertThat(line.at("/error/code").asText()).isEqualTo("batch_expired"));
    }

    @Test
    void twoThatWorkOnOneAtOnceWriteEachLineOnce() throws Exception {
        int lines = 200;
        Batch made = mine(lines);
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                both.add(workers.submit(() -> {
                    new BatchRun(runner(request -> later(asked, request)), tenant, made.id()).run();
                    return null;
                }));
            }
            for (Future<?> each : both) {
                each.get();
            }
        }
        Batch completed = found(made);

        assertThat(completed.state()).isEqualTo(BatchState.COMPLETED);
        assertThat(names(lines(completed.course().outputFile()))).hasSize(lines);
        assertThat(completed.course().errorFile()).isEmpty();
        BatchCounts counts = BatchCounts.of(store.segments(tenant, made.id()));
        assertThat(completed.course().counts()).as("said once it has ended").hasValue(counts);
        assertThat(counts.completed()).isEqualTo(lines);
        assertThat(counts.usage().output()).isEqualTo(lines * 3L);
        assertThat(asked).as("each line has one key, whoever asks it").hasSize(lines);
    }

    @Test
    void whatIsOursIsAskedAgainAndWhatIsTheLinesOwnIsNot() throws Exception {
        Batch made = mine(4);
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        new BatchRun(
                        runner(request -> {
                            int line = lineOf(request);
                            int before = asked.computeIfAbsent(request.key(), _ -> new AtomicInteger())
                                    .getAndIncrement();
                            return switch (line) {
                                case 1 -> before < 2 ? refused(503, true, false) : answered();
                                case 2 -> refused(400, false, false);
                                case 4 -> before < 1 ? SUSPENDED : answered();
                                default -> refused(500, true, true);
                            };
                        }),
                        tenant,
                        made.id())
                .run();
        Batch completed = found(made);

        assertThat(lines(completed.course().outputFile()))
                .extracting(line -> line.path("custom_id").asText())
                .containsExactlyInAnyOrder("줄 1", "줄 4");
        assertThat(lines(completed.course().errorFile()))
                .extracting(line -> line.path("custom_id").asText() + " "
                        + line.at("/response/status_code").asInt())
                .containsExactlyInAnyOrder("줄 2 400", "줄 3 500");
        assertThat(asked.values().stream().map(AtomicInteger::get)).containsExactlyInAnyOrder(3, 1, 3, 2);
    }

    /** Its lines are refused once it is resumed, as there is no such model: so they were asked. */
    @Test
    void ofASuspendedOrganizationLinesWaitUntilItIsResumed() throws Exception {
        Slice.Customer late = slice.customer("미납", "KR");
        TenantId id = TenantId.parse(late.id());
        NewBatch asked = asked(id, ProjectId.parse(late.project()), KeyId.parse(late.keyId()), 3, A_DAY);
        String tenantPath = "/platform/v1/tenants/" + late.id();
        json(slice.house().post(tenantPath + "/suspend", "{\"reason\":\"미납\"}"), 200);
        await(
                "its key is refused",
                PATIENCE,
                () -> slice.house().get("/v1/models", late.bearer()).statusCode() == 403);

        Batch made = store.create(id, store.claim(id, asked, null), asked);
        await("it runs", PATIENCE, () -> store.find(id, made.id()).orElseThrow().state() == BatchState.IN_PROGRESS);
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        assertThat(store.find(id, made.id()).orElseThrow().state()).isEqualTo(BatchState.IN_PROGRESS);

        json(slice.house().post(tenantPath + "/resume", ""), 200);
        await(
                "its end",
                PATIENCE,
                () -> store.find(id, made.id()).orElseThrow().state().isEnded());
        assertThat(lines(id, store.find(id, made.id()).orElseThrow().course().errorFile()))
                .hasSize(3)
                .allSatisfy(
                        line -> assertThat(line.at("/response/body/error/code").asText())
                                .isEqualTo("model_not_found"));
    }

    @Test
    void ofOneWhoseTenantIsErasedEveryLineIsCutAndNothingIsWritten() throws Exception {
        Slice.Customer leaving = slice.customer("지워지는 배치", "KR");
        TenantId id = TenantId.parse(leaving.id());
        NewBatch asked = asked(id, ProjectId.parse(leaving.project()), KeyId.parse(leaving.keyId()), 3, A_DAY);
        Batch made = store.create(id, store.claim(id, asked, null), asked);
        var running = new AtomicInteger();
        var cut = new AtomicInteger();
        BatchRunner runner = runner((BatchRunner.Asking) (_, answer) -> {
            running.incrementAndGet();
            return _ -> {
                cut.incrementAndGet();
                answer.closed();
            };
        });
        store.take(id, made.id(), runner.holder(), Clock.systemUTC().instant().plus(A_DAY));
        var run = new BatchRun(runner, id, made.id());
        try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> working = worker.submit(() -> {
                run.run();
                return null;
            });
            await("its lines are asked", PATIENCE, () -> running.get() == 3);
            String before = rows(id);

            context.getBean(EncryptionKeys.class).destroy(id, DataClass.CONTENT);
            assertThat(run.tend(true)).as("whether it is still ours").isFalse();
            run.leave();
            working.cancel(true);

            assertThat(cut).hasValue(3);
            worker.shutdown();
            assertThat(worker.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(rows(id)).isEqualTo(before);
        }
    }

    /** All that is there of batches and of what they write. */
    private static String rows(TenantId of) {
        var all = new StringBuilder();
        for (String table : List.of("batches", "uploads", "files")) {
            context.getBean(Keyspaces.class)
                    .of(of)
                    .rows(CqlStatement.read("SELECT * FROM " + table + " WHERE tenant = ? ALLOW FILTERING"), of.text())
                    .forEach(row -> all.append(row.getFormattedContents()).append('\n'));
        }
        return all.toString();
    }

    private static Batches batches(Clock clock) {
        return new Batches(
                context.getBean(Keyspaces.class),
                context.getBean(Envelopes.class),
                Duration.ofDays(30),
                new Ulids(clock, ThreadLocalRandom.current()),
                clock);
    }

    /** A batch that the program's own runner leaves alone, for somebody else is believed to work on it. */
    private static Batch mine(int lines) throws IOException {
        while (true) {
            Batch made = create(store, asked(lines, A_DAY));
            if (store.take(
                    tenant, made.id(), "a test", Clock.systemUTC().instant().plus(A_DAY))) {
                return made;
            }
        }
    }

    private static NewBatch asked(int lines, Duration window) throws IOException {
        return asked(tenant, project, key, lines, window);
    }

    private static NewBatch asked(TenantId of, ProjectId in, KeyId by, int lines, Duration window) throws IOException {
        String text = IntStream.rangeClosed(1, lines)
                .mapToObj(i -> "{\"custom_id\":\"줄 " + i + "\",\"method\":\"POST\",\"url\":\"/v1/embeddings\","
                        + "\"body\":{\"model\":\"m\",\"input\":\"" + i + "\"}}")
                .collect(Collectors.joining("\n"));
        StoredFile input = files.create(
                of,
                new NewFile(in, "in.jsonl", FilePurpose.BATCH, Optional.empty()),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return new NewBatch(in, by, "ko", "/v1/embeddings", input.id(), window, Map.of(), Optional.empty());
    }

    private static Batch found(Batch made) {
        return store.find(tenant, made.id()).orElseThrow();
    }

    private static BatchRunner runner(BatchScript script) {
        return runner((BatchRunner.Asking) script::ask);
    }

    private static BatchRunner runner(BatchRunner.Asking asking) {
        return new BatchRunner(
                store,
                files,
                context.getBean(Uploads.class),
                WebhookEvents.none(),
                asking,
                context.getBean(StandingCallers.class)::find,
                context.getBean(Ulids.class),
                new BatchSettings(8, 32, Duration.ofSeconds(15), Duration.ofMillis(200), Duration.ofMillis(10)),
                Clock.systemUTC());
    }

    private static int lineOf(InternalRequest request) {
        return Integer.parseInt(request.key().substring(request.key().lastIndexOf('/') + 1));
    }

    private static Reply later(Map<String, AtomicInteger> asked, InternalRequest request) {
        asked.computeIfAbsent(request.key(), _ -> new AtomicInteger()).getAndIncrement();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000));
        return answered();
    }

    private static Reply answered() {
        return new Reply(
                200,
                true,
                false,
                "{\"object\":\"list\",\"data\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3}}");
    }

    private static Reply refused(int status, boolean retry, boolean opened) {
        return new Reply(status, opened, retry, "{\"error\":{\"code\":\"x\"}}");
    }

    private record Reply(int status, boolean opened, boolean retry, String body) {
        void tell(InternalAnswer answer) {
            HttpHeaders headers = new DefaultHttpHeaders();
            if (opened) {
                headers.set("x-receipt-id", "req");
            }
            headers.set("x-should-retry", retry);
            answer.head(status, headers);
            answer.body(body.getBytes(StandardCharsets.UTF_8));
            answer.whole();
            answer.closed();
        }
    }

    /** Answers without an engine. */
    @FunctionalInterface
    private interface BatchScript {
        Reply reply(InternalRequest request);

        default InternalClient.Running ask(InternalRequest request, InternalAnswer answer) {
            Thread.startVirtualThread(() -> reply(request).tell(answer));
            return _ -> {};
        }
    }

    private static List<JsonNode> lines(Optional<FileId> file) throws IOException {
        return lines(tenant, file);
    }

    private static List<JsonNode> lines(TenantId of, Optional<FileId> file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        StoredFile stored = files.find(of, file.orElseThrow()).orElseThrow();
        try (InputStream content = files.open(of, stored, 0)) {
            for (String line : new String(content.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    private static Set<String> names(List<JsonNode> lines) {
        Set<String> names =
                lines.stream().map(line -> line.path("custom_id").asText()).collect(Collectors.toSet());
        assertThat(names).as("each once").hasSize(lines.size());
        return names;
    }

    private static Batch create(Batches store, NewBatch asked) {
        return store.create(tenant, store.claim(tenant, asked, null), asked);
    }
}
