package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.slice.AskedBatches.chat;
import static cloud.hanok.api.slice.AskedBatches.create;
import static cloud.hanok.api.slice.AskedBatches.ended;
import static cloud.hanok.api.slice.AskedBatches.lines;
import static cloud.hanok.api.slice.AskedBatches.upload;
import static cloud.hanok.api.slice.SentFiles.bytes;
import static cloud.hanok.api.slice.SentFiles.content;
import static cloud.hanok.api.slice.SentFiles.params;
import static cloud.hanok.api.slice.SentFiles.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.api.slice.Slice.Customer;
import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams.Endpoint;
import com.openai.models.files.FileContentParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.uploads.Upload;
import com.openai.models.uploads.UploadCompleteParams;
import com.openai.models.uploads.UploadCreateParams;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, uploads and batches of the whole program whose contents lie in a bucket, on good days and on bad ones. */
class BucketIT {
    /** A call is tried for a minute; what is left behind is tidied for ten seconds, twice at most. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    /** Of what needs no object store while the object store says nothing. */
    private static final Duration QUICK = Duration.ofSeconds(5);

    /** The deed of a deletion is due in a minute and looked at every half. */
    private static final Duration REMOVED_LATER = Duration.ofSeconds(150);

    private static final int CHUNK_BYTES = 256 << 10;

    /** With an error instead of a content. */
    private static final int REFUSED = -1;

    @TempDir
    private static Path folder;

    private static Bucket bucket;
    private static Slice slice;
    private static Customer customer;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        bucket = Bucket.start(folder, null);
        slice = Slice.own(bucket.settings());
        customer = slice.customer("버킷", "KR");
        client = Slice.client(slice.house, customer.key(), LONGEST.plusSeconds(30));
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        slice.close();
        bucket.close();
    }

    @AfterEach
    void theStoreIsThere() {
        bucket.resume();
    }

    @Test
    void aFileIsHadWholeAndByItsRangeAndItsObjectGoesWithIt() throws IOException {
        List<Path> before = bucket.objects();
        byte[] sent = bytes(12_000_001, 1);
        String id = client.files().create(params("질문 모음.jsonl", sent)).id();
        assertThat(bucket.objects()).as("one object, in parts or not").hasSize(before.size() + 1);

        assertThat(content(client, id)).isEqualTo(sent);
        FileContentParams part = FileContentParams.builder()
                .fileId(id)
                .putAdditionalHeader("Range", "bytes=7000000-7999999")
                .build();
        try (HttpResponse answer = client.files().content(part)) {
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(answer.body().readAllBytes()).isEqualTo(Arrays.copyOfRange(sent, 7_000_000, 8_000_000));
        }
        Customer other = slice.customer("다른 조직", "KR");
        OpenAIClient stranger = slice.client(other.key());
        for (ThrowingCallable asked : List.<ThrowingCallable>of(
                () -> stranger.files().retrieve(id),
                () -> stranger.files().content(id),
                () -> stranger.files().delete(id),
                () -> create(stranger, id, Endpoint.V1_CHAT_COMPLETIONS))) {
            assertThat(catchThrowableOfType(NotFoundException.class, asked).code())
                    .hasValue("not_found");
        }
        stranger.close();

        assertThat(client.files().delete(id).deleted()).isTrue();

        assertThat(bucket.objects()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(catchThrowableOfType(
                                NotFoundException.class, () -> client.files().content(id))
                        .code())
                .hasValue("not_found");
    }

    @Test
    void anUploadIsAFileOfItsPartsAndPartsThatAreNotNamedAreNotKept() {
        List<Path> before = bucket.objects();
        byte[] sent = bytes(14_000_000, 2);
        String upload = client.uploads()
                .create(UploadCreateParams.builder()
                        .filename("큰 파일.bin")
                        .purpose(FilePurpose.USER_DATA)
                        .bytes(sent.length)
                        .mimeType("application/octet-stream")
                        .build())
                .id();
        String unwanted = part(client, upload, sent, 0, 7_000_000);
        List<String> parts = Stream.of(0, 1)
                .parallel()
                .map(i -> part(client, upload, sent, i * 7_000_000, 7_000_000))
                .toList();
        assertThat(parts).doesNotContain(unwanted);

        Upload done = client.uploads()
                .complete(UploadCompleteParams.builder()
                        .uploadId(upload)
                        .partIds(parts)
                        .build());

        String file = done.file().orElseThrow().id();
        assertThat(content(client, file)).isEqualTo(sent);
        assertThat(bucket.objects()).hasSize(before.size() + 2);
        client.files().delete(file);
        assertThat(bucket.objects()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aBatchReadsTheBucketAndWritesIntoItAndNothingThereCanBeRead() throws IOException {
        int all = 70;
        var input = new StringBuilder();
        IntStream.range(0, all)
                .forEach(i ->
                        input.append(chat("민원-" + i, "bucket", "\"tokens\":10")).append('\n'));
        String canary = Slice.CANARY + "-파일";
        client.files().create(params(canary + ".txt", canary.repeat(300_000).getBytes(StandardCharsets.UTF_8)));

        Batch batch = ended(
                client,
                create(client, upload(client, input.toString()), Endpoint.V1_CHAT_COMPLETIONS)
                        .id());

        assertThat(batch.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(lines(client, batch.outputFileId().orElseThrow())).hasSize(all);
        assertThat(bucket.all()).hasSizeGreaterThan(2);
        for (String secret : List.of(Slice.CANARY, "custom_id", "chat.completion")) {
            var search = new ByteSearch(secret);
            for (Path stored : bucket.all()) {
                assertThat(search.in(Files.readAllBytes(stored)))
                        .as("%s in %s", secret, stored)
                        .isFalse();
                assertThat(stored.toString()).doesNotContain(secret);
            }
        }
    }

    @Test
    void aStoreThatIsAwayIsSaidAndWhatWasBegunIsGoneOnWithWhenItIsBack() throws Exception {
        List<Path> before = bucket.objects();
        String deleted = client.files().create(params("a.bin", bytes(1000, 3))).id();
        List<Path> object = new ArrayList<>(bucket.objects());
        object.removeAll(before);
        byte[] large = bytes(40_000_000, 4);
        String kept = client.files().create(params("b.bin", large)).id();
        int all = 200;
        var input = new StringBuilder();
        IntStream.range(0, all)
                .forEach(i -> input.append(chat("n" + i, "away", "\"tokens\":4,\"gapMillis\":60"))
                        .append('\n'));
        String lines = upload(client, input.toString());
        String late = upload(client, chat("late", "away", "\"tokens\":1"));
        String running = create(client, lines, Endpoint.V1_CHAT_COMPLETIONS).id();
        await(
                "the first lines",
                AskedBatches.PATIENCE,
                () -> !slice.seen("batch-away").isEmpty());
        try (HttpResponse reading = client.files().content(kept);
                Socket sending = new Socket("127.0.0.1", slice.house.server().port())) {
            assertThat(reading.body().readNBytes(CHUNK_BYTES)).isEqualTo(Arrays.copyOf(large, CHUNK_BYTES));
            long whole = 30_000_000;
            begin(sending, whole);
            sending.getOutputStream().write(large, 0, 12_000_000);
            sending.getOutputStream().flush();

            bucket.kill();

            assertThatThrownBy(() -> reading.body().readAllBytes())
                    .as("it ends before its length")
                    .isInstanceOf(IOException.class);
            assertThat(answer(sending, large, 12_000_000, whole)).contains(" 503 ", "object_store_unavailable");
        }
        assertAway(() -> client.files().create(params("c.bin", bytes(1000, 5))));
        assertAway(() -> client.files().content(kept));
        assertCode(
                slice.house.get("/v1/files/" + kept + "/content", customer.bearer()), 503, "object_store_unavailable");
        assertThat(client.files().delete(deleted).deleted()).isTrue();
        assertThat(catchThrowableOfType(
                                NotFoundException.class, () -> client.files().retrieve(deleted))
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.files().retrieve(kept).bytes())
                .as("what needs no object")
                .isEqualTo(large.length);
        String waiting = create(client, late, Endpoint.V1_CHAT_COMPLETIONS).id();
        assertThat(client.batches().retrieve(waiting).status()).isEqualTo(Batch.Status.VALIDATING);
        assertThat(Files.exists(object.getFirst())).isTrue();

        bucket.resume();

        for (String id : List.of(running, waiting)) {
            Batch batch = ended(client, id);
            assertThat(batch.status()).isEqualTo(Batch.Status.COMPLETED);
            assertThat(lines(client, batch.outputFileId().orElseThrow())).hasSize(id.equals(running) ? all : 1);
        }
        assertThat(content(client, kept)).isEqualTo(large);
        await("the object is gone", REMOVED_LATER, () -> !Files.exists(object.getFirst()));
    }

    @Test
    void whatWasChangedOrCutInTheBucketIsNotGivenOut() throws IOException {
        byte[] sent = bytes(3 * CHUNK_BYTES, 6);
        assertThat(damaged(sent, object -> object[CHUNK_BYTES + 100] ^= 1)).isBetween(0, CHUNK_BYTES);
        assertThat(damaged(sent, object -> object[100] ^= 1)).isEqualTo(REFUSED);
        assertThat(cut(sent, 2 * CHUNK_BYTES)).isBetween(0, CHUNK_BYTES);
        assertThat(cut(sent, 10)).isEqualTo(REFUSED);
        assertThat(cut(sent, 0)).isEqualTo(REFUSED);
    }

    @Test
    @Tag("long")
    void aStoreThatSaysNothingIsGivenUpInBoundedTimeAndHoldsUpNobodyElse() throws Exception {
        byte[] sent = bytes(1000, 7);
        String kept = client.files().create(params("a.bin", sent)).id();
        String deleted = client.files().create(params("b.bin", sent)).id();
        bucket.freeze();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begun = System.nanoTime();
            List<Future<?>> refused = List.of(
                    threads.submit(() -> assertAway(() -> client.files().create(params("c.bin", bytes(1000, 8))))),
                    threads.submit(() -> assertAway(() -> client.files().create(params("d.bin", bytes(30 << 20, 9))))),
                    threads.submit(() -> assertAway(() -> client.files().content(kept))));
            for (int i = 0; i < 20; i++) {
                long asked = System.nanoTime();
                client.chat()
                        .completions()
                        .create(Slice.ask("bucket-frozen", "\"tokens\":3").build());
                client.files().retrieve(kept);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(QUICK);
            }
            long asked = System.nanoTime();
            assertThat(client.files().delete(deleted).deleted()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));
            assertThat(refused).as("they wait, and the others do not").noneMatch(Future::isDone);
            for (Future<?> each : refused) {
                each.get();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
        } finally {
            bucket.thaw();
        }
        assertThat(content(client, kept)).isEqualTo(sent);
    }

    private static void assertAway(ThrowingCallable asked) {
        OpenAIServiceException refused = catchThrowableOfType(OpenAIServiceException.class, asked);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.code()).hasValue("object_store_unavailable");
    }

    /** What somebody does to an object. */
    private interface Damage {
        void to(byte[] object);
    }

    private static int damaged(byte[] sent, Damage damage) throws IOException {
        return given(sent, object -> {
            damage.to(object);
            return object;
        });
    }

    private static int cut(byte[] sent, int length) throws IOException {
        return given(sent, object -> Arrays.copyOf(object, length));
    }

    /** Keeps a file, does something to its object, and returns how many bytes of it are given out before the connection ends. */
    private static int given(byte[] sent, UnaryOperator<byte[]> doing) throws IOException {
        List<Path> before = bucket.objects();
        String id = client.files().create(params("a.bin", sent)).id();
        List<Path> object = new ArrayList<>(bucket.objects());
        object.removeAll(before);
        Files.write(object.getFirst(), doing.apply(Files.readAllBytes(object.getFirst())));
        int given = 0;
        try (HttpResponse answer = client.files().content(id)) {
            InputStream body = answer.body();
            byte[] found = new byte[sent.length + 1];
            for (int read = body.read(found); read >= 0; read = body.read(found, given, found.length - given)) {
                given += read;
            }
            throw new AssertionError("the file was given out to its end");
        } catch (OpenAIServiceException refused) {
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.code()).hasValue("file_damaged");
            return REFUSED;
        } catch (IOException | OpenAIIoException endedBeforeItsLength) {
            // The head may go with it: what comes first is not waited for.
            return given;
        }
    }

    private static void begin(Socket sending, long length) throws IOException {
        sending.setSoTimeout((int) LONGEST.toMillis());
        String form = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
        String head = "POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: " + customer.bearer()
                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " + (form.length() + length)
                + "\r\n\r\n" + form;
        sending.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the rest, as far as it is taken, and returns how the answer begins. */
    private static String answer(Socket sending, byte[] content, long sent, long whole) throws IOException {
        Thread limit = Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(LONGEST.toNanos());
            try {
                sending.close();
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
        });
        try {
            for (long at = sent; at < whole; at += 1_000_000) {
                sending.getOutputStream().write(content, 0, 1_000_000);
            }
        } catch (SocketException refusedAlready) {
            assertThat(refusedAlready).isNotNull();
        }
        var answer = new StringBuilder();
        InputStream in = sending.getInputStream();
        int next = 0;
        while (next >= 0 && answer.indexOf("}}") < 0) {
            next = in.read();
            answer.append((char) next);
        }
        LockSupport.unpark(limit);
        return answer.toString();
    }
}
