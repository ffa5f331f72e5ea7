package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.fault.PlatformCalls.Tenant;
import cloud.hanok.api.slice.Bucket;
import java.io.BufferedInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that is larger than the heap of the gateway that it goes through, to a folder and to a bucket, and how fast that is beside
 * {@link FileFloor} in the same run: the largest there may be.
 */
@Tag("long")
class LargeFileIT {
    private static final long MEBIBYTES = Integer.getInteger("hanok.fault.file-mebibytes", 512);
    private static final int ROUNDS = Integer.getInteger("hanok.fault.file-rounds", 3);
    private static final long LENGTH = MEBIBYTES << 20;
    private static final int HEAP_MEBIBYTES = 256;

    /** As an installation's: sealing is what the second compiler is for. */
    private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=4", "-Xmx" + HEAP_MEBIBYTES + "m");

    private static final int PATIENCE_MILLIS = 180_000;

    @TempDir
    private static Path folder;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static GatewayFleet toFolder;
    private static GatewayFleet toBucket;
    private static int floorPort;
    private static byte[] block;

    @BeforeAll
    static void open() throws Exception {
        block = new byte[1 << 20];
        new Random(1).nextBytes(block);
        Bucket bucket = opened(Bucket.start(folder, null));
        Map<String, Object> settings = bucket.settings();
        toFolder = opened(GatewayFleet.open(folder.resolve("folder"), "tofolder", 1, () -> JVM, Map.of()));
        toBucket = opened(GatewayFleet.open(folder.resolve("bucket"), "tobucket", 1, () -> JVM, settings));
        JavaProcess floor = opened(JavaProcess.start(JavaProcess.command(
                        FileFloor.class,
                        JVM,
                        folder.toString(),
                        text(settings, "hanok.files.s3.endpoint"),
                        text(settings, "hanok.files.s3.bucket"),
                        Files.readString(Path.of(text(settings, "hanok.files.s3.access-key-file"))),
                        Files.readString(Path.of(text(settings, "hanok.files.s3.secret-key-file"))))
                .redirectError(ProcessBuilder.Redirect.INHERIT)));
        floorPort = Integer.parseInt(floor.output().readLine());
    }

    private static <T extends AutoCloseable> T opened(T what) {
        OPEN.add(what);
        return what;
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable each : OPEN.reversed()) {
            each.close();
        }
    }

    @Test
    void aFileThatIsLargerThanTheHeapGoesThroughIt() throws Exception {
        assertThat(MEBIBYTES).isGreaterThan(HEAP_MEBIBYTES);
        Tenant ofFolder = toFolder.calls(0).tenant("large-folder");
        Tenant ofBucket = toBucket.calls(0).tenant("large-bucket");
        Map<String, List<Double>> rates = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            note(rates, "1 floor, in", floorWrites(FileFloor.FOLDER_WRITE));
            note(rates, "1 floor, out", floorReads(FileFloor.FOLDER_READ));
            through(rates, "2 folder", toFolder, ofFolder);
            note(rates, "3 bucket alone, in", floorWrites(FileFloor.BUCKET_WRITE));
            note(rates, "3 bucket alone, out", floorReads(FileFloor.BUCKET_READ));
            through(rates, "4 bucket", toBucket, ofBucket);
        }
        System.out.println(
                "a file of " + MEBIBYTES + " MiB through a heap of " + HEAP_MEBIBYTES + " MiB, MiB/s a round:");
        rates.forEach((what, each) -> System.out.println("  " + what + ": "
                + each.stream()
                        .map(rate -> String.format(Locale.ROOT, "%.0f", rate))
                        .toList()));
        System.out.println("  resident at most: to the folder " + peakMebibytes(toFolder) + " MiB, to the bucket "
                + peakMebibytes(toBucket) + " MiB");
    }

    private static void through(Map<String, List<Double>> rates, String what, GatewayFleet gateway, Tenant tenant)
            throws Exception {
        long begun = System.nanoTime();
        String id = sent(gateway, tenant);
        note(rates, what + ", in", System.nanoTime() - begun);
        note(rates, what + ", out", had(gateway, tenant, id));
        assertThat(gateway.asks(0, tenant, "DELETE", "/v1/files/" + id, "").statusCode())
                .isEqualTo(200);
    }

    private static void note(Map<String, List<Double>> rates, String what, long nanos) {
        rates.computeIfAbsent(what, _ -> new ArrayList<>()).add(MEBIBYTES * 1e9 / nanos);
    }

    private static long floorWrites(char what) throws IOException {
        long begun = System.nanoTime();
        try (Socket socket = connected(floorPort)) {
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeByte(what);
            out.writeLong(LENGTH);
            send(out);
            assertThat(socket.getInputStream().read()).isEqualTo(1);
        }
        return System.nanoTime() - begun;
    }

    private static long floorReads(char what) throws Exception {
        long begun = System.nanoTime();
        try (Socket socket = connected(floorPort)) {
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeByte(what);
            out.writeLong(LENGTH);
            assertContent(socket.getInputStream());
        }
        return System.nanoTime() - begun;
    }

    /** Sends the file and returns its id. */
    private static String sent(GatewayFleet gateway, Tenant tenant) throws IOException {
        String before = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"large.bin\"\r\n\r\n";
        String after = "\r\n--b--\r\n";
        try (Socket socket = connected(gateway.port(0))) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/files HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                            + tenant.projectKey()
                            + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                            + (before.length() + LENGTH + after.length()) + "\r\n\r\n" + before)
                    .getBytes(StandardCharsets.US_ASCII));
            send(out);
            out.write(after.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200 ");
            return OperatedServer.json(answer.substring(answer.indexOf('{')))
                    .get("id")
                    .asText();
        }
    }

    /** Reads the file, and returns how long that took. */
    private static long had(GatewayFleet gateway, Tenant tenant, String id) throws Exception {
        long begun = System.nanoTime();
        try (Socket socket = connected(gateway.port(0))) {
            socket.getOutputStream()
                    .write(("GET /v1/files/" + id + "/content HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + tenant.projectKey() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedInputStream(socket.getInputStream(), block.length);
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                assertThat(next).as(head.toString()).isNotNegative();
                head.append((char) next);
            }
            assertThat(head).startsWith("HTTP/1.1 200 ");
            assertContent(in);
        }
        return System.nanoTime() - begun;
    }

    private static void send(OutputStream out) throws IOException {
        for (long i = 0; i < MEBIBYTES; i++) {
            out.write(block);
        }
        out.flush();
    }

    private static void assertContent(InputStream in) throws Exception {
        byte[] found = new byte[block.length];
        for (long i = 0; i < MEBIBYTES; i++) {
            assertThat(in.readNBytes(found, 0, found.length)).isEqualTo(block.length);
            assertThat(MessageDigest.isEqual(found, block)).as("mebibyte %d", i).isTrue();
        }
    }

    private static Socket connected(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static long peakMebibytes(GatewayFleet gateway) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(gateway.pid(0)), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(-1);
    }

    private static String text(Map<String, Object> settings, String key) {
        return Objects.requireNonNull(settings.get(key), key).toString();
    }
}
