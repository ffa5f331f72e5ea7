package cloud.hanok.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.testing.OwnS3;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketCheckIT {
    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void theFilesOfTheKeyAreThere() throws IOException {
        settings.put("hanok.files.s3.bucket", "content");
        settings.put(
                "hanok.files.s3.access-key-file",
                Files.writeString(folder.resolve("id"), "id").toString());
        settings.put(
                "hanok.files.s3.secret-key-file",
                Files.writeString(folder.resolve("key"), "key").toString());
    }

    @Test
    void whereFilesLieInAFolderThereIsNothingToSay() {
        assertThat(new BucketCheck(settings).bucket()).isEmpty();
    }

    @Test
    void aStoreThatAnswersIsFineUntilItDoesNot() {
        try (OwnS3 store = OwnS3.start(folder.resolve("s3"))) {
            store.bucket("content");
            settings.put("hanok.files.s3.endpoint", store.endpoint().toString());
            var check = new BucketCheck(settings);
            assertThat(check.bucket()).hasValue("content at " + store.endpoint());
            assertThat(check.problem()).isEmpty();
            store.kill();
            assertThat(check.problem()).hasValue("nobody answers there");
        }
    }

    @Test
    void aBucketThatIsNotThereAndAStoreThatSaysNothingAreNamed() throws IOException {
        HttpServer without = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        without.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        without.start();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(problemAt(without.getAddress().getPort())).contains("no such bucket");
            assertThat(problemAt(silent.getLocalPort())).contains("timed out");
        } finally {
            without.stop(0);
        }
    }

    @Test
    void whatIsMissingInTheSettingsIsNamed() {
        settings.put("hanok.files.s3.ca-file", folder.resolve("none").toString());
        assertThat(problemAt(1)).startsWith("hanok.files.s3.ca-file: ").endsWith(" cannot be read");
        settings.remove("hanok.files.s3.secret-key-file");
        assertThat(problemAt(1)).isEqualTo("hanok.files.s3.secret-key-file is not set");
    }

    private String problemAt(int port) {
        settings.put("hanok.files.s3.endpoint", "http://127.0.0.1:" + port);
        return new BucketCheck(settings).problem().orElseThrow();
    }
}
