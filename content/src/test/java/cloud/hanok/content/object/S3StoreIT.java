package cloud.hanok.content.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.secret.Secret;
import cloud.hanok.standalone.testing.OwnS3;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of a server that speaks S3 and checks signatures. */
class S3StoreIT extends ObjectStoreContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static OwnS3 server;
    private static S3Client client;

    private String bucket;
    private S3Store store;

    @BeforeAll
    static void start() {
        server = OwnS3.start(folder);
        client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .build();
    }

    @AfterAll
    static void end() {
        client.close();
        server.close();
    }

    @BeforeEach
    void open() {
        server.resume();
        bucket = "files-" + BUCKETS.incrementAndGet();
        server.bucket(bucket);
        store = S3Store.open(settings(server.endpoint(), server.secretKey(), bucket));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    int unfinished() {
        return client.listMultipartUploads(request -> request.bucket(bucket))
                .uploads()
                .size();
    }

    @Override
    void takeAway() {
        server.kill();
    }

    @Test
    void whyABucketCannotBeUsedIsSaid() {
        assertThat(store.problem()).isEmpty();
        try (S3Store wrong = S3Store.open(settings(server.endpoint(), "other", bucket));
                S3Store missing = S3Store.open(settings(server.endpoint(), server.secretKey(), "missing"))) {
            assertThat(wrong.problem()).isPresent();
            assertThatThrownBy(() -> wrong.delete(TENANT, NAME)).isInstanceOf(ObjectStoreUnavailableException.class);
            assertThat(missing.problem()).isPresent();
            assertThatThrownBy(() -> missing.read(TENANT, NAME, 0))
                    .as("a bucket that is not there has lost nothing")
                    .isInstanceOf(ObjectStoreUnavailableException.class);
        }
    }

    /** No store that can be had here gets full in a test: its answer is said by hand. */
    @Test
    void aStoreThatSaysThatItIsFullIsFullAndARedirectionIsNotFollowed() throws IOException {
        var strangers = new AtomicInteger();
        HttpServer stranger = answering(204, "", "", strangers);
        HttpServer full = answering(507, "<Error><Code>InsufficientStorage</Code></Error>", "", new AtomicInteger());
        HttpServer quota = answering(403, "<Error><Code>QuotaExceeded</Code></Error>", "", new AtomicInteger());
        HttpServer elsewhere = answering(307, "", at(stranger).toString(), new AtomicInteger());
        try {
            for (HttpServer each : new HttpServer[] {full, quota}) {
                try (S3Store there = S3Store.open(settings(at(each), "secret", bucket));
                        ObjectWriter writer = there.write(TENANT, NAME)) {
                    writer.write(new byte[] {1}, 0, 1);
                    assertThatThrownBy(writer::commit).isInstanceOf(ObjectStoreFullException.class);
                }
            }
            try (S3Store there = S3Store.open(settings(at(elsewhere), "secret", bucket))) {
                assertThatThrownBy(() -> there.delete(TENANT, NAME))
                        .isInstanceOf(ObjectStoreUnavailableException.class);
            }
            assertThat(strangers).hasValue(0);
        } finally {
            for (HttpServer each : new HttpServer[] {stranger, full, quota, elsewhere}) {
                each.stop(0);
            }
        }
    }

    private static HttpServer answering(int status, String body, String location, AtomicInteger asked)
            throws IOException {
        HttpServer answering = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answering.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        answering.start();
        return answering;
    }

    private static URI at(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static S3Settings settings(URI endpoint, String secret, String bucket) {
        return new S3Settings(endpoint, "us-east-1", bucket, server.accessKey(), new Secret(secret), true, List.of());
    }
}
