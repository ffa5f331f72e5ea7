package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.egress.HttpsHost;
import cloud.hanok.standalone.objects.S3Server;
import com.openai.client.OpenAIClient;
import com.openai.errors.OpenAIServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a gateway begins whose files are to lie in a bucket behind TLS, and what an operator is told who made a mistake. */
class BucketStartIT {
    private static final Duration SAID = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Bucket bucket;
    private static String authority;

    @BeforeAll
    static void start() throws Exception {
        Path key = HttpsHost.key(folder);
        authority = HttpsHost.certificate(key).toString();
        bucket = Bucket.start(folder, new S3Server.Identity(key, HttpsHost.PASSWORD));
    }

    @AfterAll
    static void stop() {
        bucket.close();
    }

    @Test
    void aCertificateOfAnAuthorityOfTheirOwnIsTrustedWhenItIsNamed() throws Exception {
        Map<String, Object> settings = bucket.settings();
        settings.put("hanok.files.s3.ca-file", authority);
        byte[] sent = SentFiles.bytes(6_000_000, 1);
        try (OperatedServer house = OperatedServer.start(Files.createTempDirectory(folder, "house"), settings)) {
            OpenAIClient client = client(house);
            String id = client.files().create(SentFiles.params("a.bin", sent)).id();
            assertThat(bucket.objects()).hasSize(1);
            assertThat(SentFiles.content(client, id)).isEqualTo(sent);
            client.files().delete(id);
            assertThat(bucket.objects()).isEmpty();
            client.close();
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefusedAndTheLogSaysSo() throws Exception {
        assertRefused(bucket.settings(), "PKIX path building failed");
    }

    @Test
    void aWrongKeyIsNamedAtTheStart() throws Exception {
        Map<String, Object> settings = bucket.settings();
        settings.put("hanok.files.s3.ca-file", authority);
        settings.put("hanok.files.s3.secret-key-file", bucket.file("wrong", "another"));
        assertRefused(settings, "Status Code: 403");
    }

    @Test
    void aBucketThatIsNotThereIsNamedAtTheStart() throws Exception {
        Map<String, Object> settings = bucket.settings();
        settings.put("hanok.files.s3.ca-file", authority);
        settings.put("hanok.files.s3.bucket", "missing");
        assertRefused(settings, "the bucket missing at ", "Status Code: 404");
    }

    /** The gateway begins all the same, and says in its log and to clients what it cannot do. */
    private static void assertRefused(Map<String, Object> settings, String... reasons) throws Exception {
        try (HeardOutput output = HeardOutput.listen();
                OperatedServer house = OperatedServer.start(Files.createTempDirectory(folder, "house"), settings)) {
            await(
                    "the log",
                    SAID,
                    () -> output.lines().stream().anyMatch(line -> line.contains("files are refused until it can")));
            String said = output.lines().stream()
                    .filter(line -> line.contains("files are refused until it can"))
                    .findFirst()
                    .orElseThrow();
            assertThat(said).contains(reasons).contains("the bucket ", " at https:");
            OpenAIClient client = client(house);
            OpenAIServiceException refused = catchThrowableOfType(
                    OpenAIServiceException.class,
                    () -> client.files().create(SentFiles.params("a.bin", SentFiles.bytes(1000, 2))));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.code()).hasValue("object_store_unavailable");
            assertThat(refused.getMessage()).contains("object store cannot be used right now");
            assertThat(client.files().list().items()).isEmpty();
            client.close();
        }
    }

    private static OpenAIClient client(OperatedServer house) {
        return Slice.client(house, Slice.customer(house, "버킷", "KR").key(), Duration.ofSeconds(60));
    }
}
