package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static cloud.hanok.api.slice.SentFiles.bytes;
import static cloud.hanok.api.slice.SentFiles.params;
import static cloud.hanok.api.slice.SentFiles.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.uploads.Upload;
import com.openai.models.uploads.UploadCompleteParams;
import com.openai.models.uploads.UploadCreateParams;
import io.netty.util.internal.PlatformDependent;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files and uploads by OpenAI's own Java client, and by hand where it would never go, against the whole program. */
@ExtendWith(Slice.Shared.class)
class FilesIT {
    private static Slice slice;
    private static Customer customer;
    private static OpenAIClient client;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("파일", "KR");
        client = slice.client(customer.key());
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void aFileIsHadAgainByteForByteUntilItIsDeletedInEveryCopy() throws IOException {
        byte[] content = bytes(3_000_001, 1);
        FileObject file = create("질문 모음.jsonl", content).validate();
        assertThat(file.bytes()).isEqualTo(content.length);
        assertThat(file.filename()).isEqualTo("질문 모음.jsonl");
        assertThat(file.expiresAt().orElseThrow() - file.createdAt()).isEqualTo(30L * 86_400);
        assertThat(client.files().retrieve(file.id()).validate()).isEqualTo(file);
        try (HttpResponse answer = client.files().content(file.id())) {
            assertThat(answer.headers().values("content-length")).containsExactly(Integer.toString(content.length));
            assertThat(answer.body().readAllBytes()).isEqualTo(content);
        }
        assertThat(objects()).isNotEmpty();

        assertThat(client.files().delete(file.id()).deleted()).isTrue();

        assertThat(catchThrowableOfType(
                                NotFoundException.class, () -> client.files().retrieve(file.id()))
                        .code())
                .hasValue("not_found");
        assertThat(catchThrowableOfType(
                                NotFoundException.class, () -> client.files().content(file.id()))
                        .code())
                .hasValue("not_found");
        JsonNode logged =
                json(slice.house.get("/v1/organization/audit_logs?event_types[]=file.deleted", customer.admin()), 200);
        assertThat(logged.toString()).contains(file.id());
    }

    @Test
    void whoAsksAgainWithTheLastByteIsAnsweredOnTheSameConnection() throws IOException {
        FileObject file = create("이어서.txt", bytes(70_000, 3));
        byte[] question = question("GET", file.id());
        try (Socket socket = new Socket("127.0.0.1", slice.house.server().port())) {
            socket.setSoTimeout(10_000);
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            for (int i = 0; i < 300; i++) {
                socket.getOutputStream().write(question);
                assertThat(head(in)).startsWith("HTTP/1.1 200 ");
                in.readFully(new byte[70_000]);
            }
        }
    }

    @Test
    void whoReadsNothingOfAContentHoldsLittleOfTheGateway() throws Exception {
        int readers = 8;
        byte[] question =
                question("GET", create("긴 파일.bin", bytes(40_000_000, 5)).id());
        // Outside of the heap, where what is written waits.
        long before = PlatformDependent.usedDirectMemory();
        assertThat(before).as("counted at all").isPositive();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < readers; i++) {
                sockets.add(begunToRead(question));
            }
            for (int i = 0; i < 20; i++) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan((long) readers << 21);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** One that reads the first byte of the answer and no more. */
    private static Socket begunToRead(byte[] question) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", slice.house.server().port()));
        socket.getOutputStream().write(question);
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    @Test
    void whatIsInAFileAndItsNameLieInNoStoreInTheClear() throws IOException {
        String canary = Slice.CANARY + "-파일";
        create(canary + ".txt", canary.repeat(1000).getBytes(StandardCharsets.UTF_8));
        for (Path object : objects()) {
            assertThat(new String(Files.readAllBytes(object), StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(canary.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void pagesOfAListHaveEveryFileOnceWhileOthersCome() {
        Customer other = slice.customer("파일 목록", "KR");
        OpenAIClient lister = slice.client(other.key());
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(lister.files()
                    .create(params("f" + i + ".txt", bytes(10, i)))
                    .id());
        }
        List<String> listed = lister
                .files()
                .list(FileListParams.builder().limit(3).build())
                .autoPager()
                .stream()
                .peek(_ -> lister.files().create(params("new.txt", bytes(5, 1))))
                .map(FileObject::id)
                .toList();
        assertThat(listed).containsExactlyElementsOf(made.reversed());
        assertThat(json(slice.house.get("/v1/files?purpose=batch", other.bearer()), 200)
                        .get("data"))
                .isEmpty();
        JsonNode oldest = json(slice.house.get("/v1/files?order=asc&limit=2", other.bearer()), 200);
        assertThat(oldest.at("/data/0/id").asText()).isEqualTo(made.getFirst());
        assertThat(oldest.get("has_more").asBoolean()).isTrue();
        lister.close();
        assertParam(slice.house.get("/v1/files?limit=10001", other.bearer()), "invalid_value", "limit");
        assertParam(slice.house.get("/v1/files?limit=0", other.bearer()), "invalid_value", "limit");
        assertParam(slice.house.get("/v1/files?order=up", other.bearer()), "invalid_value", "order");
        assertParam(slice.house.get("/v1/files?purpose=x", other.bearer()), "invalid_value", "purpose");
        assertParam(slice.house.get("/v1/files?after=x", other.bearer()), "invalid_value", "after");
    }

    @Test
    void partsThatComeAtOnceAreOneFileInTheOrderThatIsSaid() throws Exception {
        byte[] content = bytes(5_000_000, 7);
        Upload upload = client.uploads()
                .create(UploadCreateParams.builder()
                        .filename("큰 파일.bin")
                        .purpose(FilePurpose.USER_DATA)
                        .bytes(content.length)
                        .mimeType("application/octet-stream")
                        .build())
                .validate();
        assertThat(upload.status()).isEqualTo(Upload.Status.PENDING);
        List<String> parts = Stream.of(0, 1, 2, 3, 4)
                .parallel()
                .map(i -> part(client, upload.id(), content, i * 1_000_000, 1_000_000))
                .toList();
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        String complete = "/v1/uploads/" + upload.id() + "/complete";

        assertParam(send(complete, body(List.of(parts.get(0), parts.get(0)), null)), "invalid_value", "part_ids[1]");
        assertParam(send(complete, body(parts.subList(0, 4), null)), "invalid_value", "part_ids");
        assertParam(send(complete, body(List.of("part_x"), null)), "invalid_value", "part_ids[0]");
        assertParam(send(complete, body(parts.reversed(), md5)), "invalid_value", "md5");

        Upload done = client.uploads()
                .complete(UploadCompleteParams.builder()
                        .uploadId(upload.id())
                        .partIds(parts)
                        .md5(md5)
                        .build())
                .validate();
        assertThat(done.status()).isEqualTo(Upload.Status.COMPLETED);
        FileObject file = done.file().orElseThrow();
        try (HttpResponse answer = client.files().content(file.id())) {
            assertThat(answer.body().readAllBytes()).isEqualTo(content);
        }
        assertThat(json(send(complete, body(parts, md5)), 200).at("/file/id").asText())
                .isEqualTo(file.id());
        assertCode(send(complete, body(parts.reversed(), null)), 409, "conflict");
        assertCode(send("/v1/uploads/" + upload.id() + "/cancel", ""), 409, "conflict");
        client.files().delete(file.id());
        assertThat(json(send(complete, body(parts, md5)), 200).get("file").isNull())
                .as("a file that was deleted does not come back")
                .isTrue();
    }

    @Test
    void anUploadThatIsCancelledTakesNothingMore() {
        Upload upload = client.uploads()
                .create(UploadCreateParams.builder()
                        .filename("a.bin")
                        .purpose(FilePurpose.BATCH)
                        .bytes(10)
                        .mimeType("text/plain")
                        .build());
        part(client, upload.id(), bytes(10, 1), 0, 10);
        assertThat(client.uploads().cancel(upload.id()).status()).isEqualTo(Upload.Status.CANCELLED);
        assertThat(client.uploads().cancel(upload.id()).status()).isEqualTo(Upload.Status.CANCELLED);
        assertThat(catchThrowableOfType(
                                UnexpectedStatusCodeException.class,
                                () -> part(client, upload.id(), bytes(10, 1), 0, 10))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aBadFormIsRefusedByNameAndKeepsNothing() {
        BadRequestException purpose = catchThrowableOfType(
                BadRequestException.class,
                () -> client.files()
                        .create(params("a.txt", bytes(3, 1)).toBuilder()
                                .purpose(FilePurpose.of("nothing"))
                                .build()));
        assertThat(purpose.param()).hasValue("purpose");
        assertThat(catchThrowableOfType(BadRequestException.class, () -> create("empty.txt", new byte[0]))
                        .param())
                .hasValue("file");
        assertParam(
                form("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\u0001b\"\r\n\r\nx\r\n--b--"),
                "invalid_value",
                "file");
        assertParam(
                form("--b\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--b--"),
                "missing_required_parameter",
                "file");
        assertParam(form(file("a.txt", "x")), "missing_required_parameter", "purpose");
        assertParam(form(file("a.txt", "x").replace("--b--", "")), "invalid_multipart", "body");
        assertParam(form("no form at all"), "invalid_multipart", "body");
        assertParam(
                form(field("expires_after[seconds]", "5")
                        + field("expires_after[anchor]", "created_at")
                        + field("purpose", "batch")
                        + file("a.txt", "x")),
                "invalid_value",
                "expires_after[seconds]");
        assertParam(slice.house.send("/v1/files", "POST", "{}", customer.bearer(), null), "invalid_multipart", "body");
    }

    @Test
    void aNameIsTheLastPartOfAPathInComposedForm() {
        String decomposed = Normalizer.normalize("보고서.hwp", Normalizer.Form.NFD);
        assertThat(json(form(field("purpose", "batch") + file("C:\\비밀\\" + decomposed, "x")), 200)
                        .get("filename")
                        .asText())
                .isEqualTo("보고서.hwp");
        assertThat(json(form(field("purpose", "batch") + file("../../etc/" + "가".repeat(200), "x")), 200)
                        .get("filename")
                        .asText())
                .isEqualTo("가".repeat(200));
        assertParam(form(field("purpose", "batch") + file("가".repeat(256), "x")), "invalid_value", "file");
    }

    @Test
    void aPartOfAContentIsHadByItsRange() {
        String id = json(form(field("purpose", "batch") + file("a.txt", "0123456789")), 200)
                .get("id")
                .asText();
        java.net.http.HttpResponse<String> part = exchange(request("/v1/files/" + id + "/content")
                .header("Range", "bytes=3-5")
                .build());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("345");
        assertThat(part.headers().firstValue("content-range")).hasValue("bytes 3-5/10");
        assertThat(exchange(request("/v1/files/" + id + "/content")
                                .header("Range", "bytes=-2")
                                .build())
                        .body())
                .isEqualTo("89");
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothing() throws Exception {
        List<Path> before = objects();
        URI base = URI.create(url());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            String head = "POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: " + customer.bearer()
                    + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000000\r\n\r\n"
                    + "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes(8_000_000, 3));
            socket.getOutputStream().flush();
            await("the file is coming in", Duration.ofSeconds(10), () -> incoming() > 0);
        }
        await("nothing is left of it", Duration.ofSeconds(10), () -> incoming() == 0);
        assertThat(objects()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aClientThatWritesAllOfALongBodyFirstIsToldWhyItWasRefused() throws IOException {
        byte[] content = bytes(30_000_000, 8);
        String form = field("purpose", "nothing")
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
        for (String path : List.of("/v1/files", "/v1/uploads/upload_01JD0000000000000000000000/parts")) {
            try (Socket socket = new Socket("127.0.0.1", slice.house.server().port())) {
                socket.setSoTimeout(10_000);
                String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + customer.bearer()
                        + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                        + (form.length() + content.length) + "\r\n\r\n" + form;
                // Closed from outside when it is not taken: a write has no time limit of its own.
                Thread limit = Thread.ofVirtual().start(() -> {
                    LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
                    closed(socket);
                });
                socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().write(content);
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo(path.equals("/v1/files") ? "HTTP/1.1 400" : "HTTP/1.1 404");
                LockSupport.unpark(limit);
            }
        }
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void clientsThatLeaveWhileTheyReadLeaveRoomForOthers() throws IOException {
        String id = create("긴 파일.bin", bytes(8_000_000, 5)).id();
        byte[] question = question("GET", id);
        // More than there may be at once.
        for (int i = 0; i < 150; i++) {
            try (Socket socket = new Socket("127.0.0.1", slice.house.server().port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(question);
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }
        }
    }

    @Test
    void whatAContentIsCanBeAskedWithoutIt() throws IOException {
        String id = create("긴 파일.bin", bytes(1_000, 7)).id();
        try (Socket socket = new Socket("127.0.0.1", slice.house.server().port())) {
            socket.setSoTimeout(10_000);
            var in = new DataInputStream(socket.getInputStream());
            // More than there may be contents at once.
            for (int i = 0; i < 150; i++) {
                socket.getOutputStream().write(question("HEAD", id));
                assertThat(head(in)).startsWith("HTTP/1.1 200 ").containsIgnoringCase("content-length: 1000\r\n");
            }
            socket.getOutputStream().write(question("GET", id));
            assertThat(head(in)).startsWith("HTTP/1.1 200 ");
            in.readFully(new byte[1_000]);
        }
    }

    @Test
    void aContentWhoseRestWasDamagedEndsBeforeItsLengthAndLeavesRoomForOthers() throws Exception {
        List<Path> before = objects();
        String id = create("긴 파일.bin", bytes(1_000_000, 6)).id();
        List<Path> after = new ArrayList<>(objects());
        after.removeAll(before);
        Path object = after.getFirst();
        byte[] sealed = Files.readAllBytes(object);
        sealed[600_000] ^= 1;
        Files.delete(object);
        Files.write(object, sealed);
        byte[] question = question("GET", id);
        for (int i = 0; i < 150; i++) {
            try (Socket socket = new Socket("127.0.0.1", slice.house.server().port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(question);
                byte[] answer = socket.getInputStream().readAllBytes();
                assertThat(new String(answer, 0, 12, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
                assertThat(answer).hasSizeLessThan(600_000);
            }
        }
    }

    @Test
    void aFileThatWasDamagedIsNotGivenOut() throws IOException {
        List<Path> before = objects();
        String id = json(form(field("purpose", "batch") + file("a.txt", "0123456789")), 200)
                .get("id")
                .asText();
        List<Path> after = new ArrayList<>(objects());
        after.removeAll(before);
        Path object = after.getFirst();
        byte[] sealed = Files.readAllBytes(object);
        sealed[3] ^= 1;
        Files.delete(object);
        Files.write(object, sealed);
        assertCode(slice.house.get("/v1/files/" + id + "/content", customer.bearer()), 500, "file_damaged");
    }

    private static String head(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** A request of a content. */
    private static byte[] question(String method, String id) {
        return (method + " /v1/files/" + id + "/content HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                        + customer.bearer() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static FileObject create(String name, byte[] content) {
        return client.files().create(params(name, content));
    }

    private static String body(List<String> parts, @Nullable String md5) {
        return "{\"part_ids\":[\"" + String.join("\",\"", parts) + "\"]"
                + (md5 == null ? "" : ",\"md5\":\"" + md5 + "\"") + "}";
    }

    private static java.net.http.HttpResponse<String> send(String path, String body) {
        return slice.house.send(path, "POST", body.isEmpty() ? null : body, customer.bearer(), null);
    }

    private static String field(String name, String value) {
        return "--b\r\ncontent-disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--b--\r\n";
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", customer.bearer());
    }

    private static java.net.http.HttpResponse<String> form(String body) {
        BodyPublisher bytes = BodyPublishers.ofString(body);
        return exchange(request("/v1/files")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(bytes)
                .build());
    }

    private static java.net.http.HttpResponse<String> exchange(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String url() {
        return "http://127.0.0.1:" + slice.house.server().port();
    }

    private static Path folder() {
        return slice.data().resolve("files");
    }

    private static long incoming() {
        try (Stream<Path> files = Files.list(folder().resolve("incoming"))) {
            return files.count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
