package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.egress.FetchSettings;
import cloud.hanok.api.egress.GuardedFetch;
import cloud.hanok.api.egress.HttpsHost;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.compliance.guard.Guards;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that a request names by address. */
class RemoteImagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] IMAGE = {1, 2, 3, 4, 5};
    private static final String AS_DATA =
            "data:image/png;base64," + Base64.getEncoder().encodeToString(IMAGE);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private HttpsHost host;
    private ScriptedEngine engine;
    private @Nullable GatewayBed bed;

    @BeforeEach
    void start() throws Exception {
        host = HttpsHost.start(folder, exchange -> {
            boolean there = exchange.getRequestURI().getPath().equals("/a.png");
            exchange.getResponseHeaders().set("content-type", "image/png");
            exchange.sendResponseHeaders(there ? 200 : 404, there ? IMAGE.length : -1);
            if (there) {
                exchange.getResponseBody().write(IMAGE);
            }
            exchange.close();
        });
        engine = ScriptedEngine.start(0);
    }

    @AfterEach
    void stop() throws Exception {
        if (bed != null) {
            bed.close();
        }
        engine.close();
        host.close();
    }

    private GatewayBed open(boolean fetches) throws Exception {
        var settings =
                new FetchSettings(1_000, Set.of("image/png"), Duration.ofSeconds(10), 3, 8, at -> true, port -> true);
        var made = new GatewayBed(
                folder.resolve("journal"),
                GatewaySettings.DEFAULTS,
                Guards.NONE,
                fetches ? new GuardedFetch(settings, host.trusting()) : null);
        made.serve(EngineKind.VLLM, engine.port());
        bed = made;
        return made;
    }

    @Test
    void theEngineGetsTheImageAndNeverItsAddress() throws Exception {
        GatewayBed gateway = open(true);
        HttpResponse<String> chat = post(gateway, "/v1/chat/completions", chat(host.at("/a.png")));
        assertThat(chat.statusCode()).as(chat.body()).isEqualTo(200);
        assertThat(engine.requests().getLast().body()).contains(AS_DATA).doesNotContain("localhost");

        HttpResponse<String> message = post(
                gateway,
                "/v1/messages",
                "{\"model\":\"scripted\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\","
                        + "\"source\":{\"type\":\"url\",\"url\":\"" + host.at("/a.png") + "\"}}]}]}");
        assertThat(message.statusCode()).as(message.body()).isEqualTo(200);
        assertThat(engine.requests().getLast().body()).contains(AS_DATA);
    }

    @Test
    void whatCannotBeHadIsRefusedByNameAndReachesNoEngine() throws Exception {
        GatewayBed gateway = open(true);
        JsonNode error = JSON.readTree(post(gateway, "/v1/chat/completions", chat(host.at("/b.png")))
                        .body())
                .path("error");
        assertThat(error.path("code").asText()).isEqualTo("invalid_value");
        assertThat(error.path("param").asText()).isEqualTo("messages[0].content[1].image_url.url");
        HttpResponse<String> plain = post(gateway, "/v1/chat/completions", chat("http://localhost/a.png"));
        assertThat(plain.statusCode()).isEqualTo(400);
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void whereNothingIsFetchedAnAddressIsRefused() throws Exception {
        HttpResponse<String> answer = post(open(false), "/v1/chat/completions", chat(host.at("/a.png")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("only data: URLs", "messages[0].content[1].image_url.url");
        assertThat(engine.requests()).isEmpty();
    }

    private static String chat(String url) {
        return "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"무엇이 보이나요?\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]}]}";
    }

    private HttpResponse<String> post(GatewayBed gateway, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(gateway.url(path)))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + GatewayBed.KEY)
                        .timeout(Duration.ofSeconds(20))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
