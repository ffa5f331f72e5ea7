package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * What people write, who they are, and what opens a door is looked for wherever the program and its dependencies write: Cassandra's commit
 * log and tables, the journal, the key store's audit log, and what the program says of itself: log lines, metrics, and the spans that a
 * collector of traces is sent. What surely is in each of them is looked for too, so that a search which finds nothing would be noticed.
 */
@ExtendWith(Slice.Shared.class)
class CanaryIT {
    private static final Duration SHIPPED_LIMIT = Duration.ofSeconds(20);
    private static final String PROMPT = "질문새-b81f04";
    private static final String EMAIL = "canary-d03d26@hana.example";
    private static final String IDEMPOTENCY_KEY = "order-of-canary-6b20ea";
    private static final String METADATA = "말새-5d3a77";
    private static final String IN_THE_CLEAR = "이름새-e14c37";

    @Test
    void whatMustNotBeKeptIsKeptNowhere(Slice slice) throws IOException {
        Customer customer = slice.withProject(
                slice.customer("카나리아 " + System.nanoTime(), "KR").made(), IN_THE_CLEAR);
        slice.house.created(
                "/platform/v1/tenants/" + customer.id() + "/invites",
                "{\"email\":\"" + EMAIL + "\",\"role\":\"developer\"}");
        String body = Slice.body("canary", "\"tokens\":28", false)
                .replace(Slice.CANARY, PROMPT)
                .replace("\"stream\"", "\"metadata\":{\"order\":\"" + METADATA + "\"},\"stream\"");
        HttpResponse<String> answered =
                slice.house.send("/v1/chat/completions", "POST", body, customer.bearer(), IDEMPOTENCY_KEY);
        String answer = json(answered, 200).at("/choices/0/message/content").asText();
        String receipt = answered.headers().firstValue("x-receipt-id").orElseThrow();
        await(
                "the request is shipped",
                SHIPPED_LIMIT,
                () -> slice.house
                                .get("/v1/receipts/" + receipt, customer.bearer())
                                .statusCode()
                        == 200);

        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("the prompt", PROMPT);
        secrets.put("the answer", answer);
        secrets.put("an address", EMAIL);
        secrets.put("an idempotency key", IDEMPOTENCY_KEY);
        secrets.put("a key", customer.key().substring(customer.key().lastIndexOf('_') + 1));
        List<String> found = new ArrayList<>();
        boolean clear = false;
        for (Path file : files(slice)) {
            byte[] bytes = bytes(file);
            found.addAll(in(bytes, file.toString(), secrets));
            clear |= new ByteSearch(IN_THE_CLEAR).in(bytes);
        }
        assertThat(clear).as("the search finds what is there").isTrue();
        String request = answered.headers().firstValue("x-request-id").orElseThrow();
        Map<String, byte[]> itself = whatItSaysOfItself(slice, request);
        itself.forEach((where, said) -> found.addAll(in(said, where, secrets)));
        assertThat(found).isEmpty();
        assertThat(itself.entrySet().stream()
                        .filter(said -> new ByteSearch(METADATA).in(said.getValue()))
                        .map(Map.Entry::getKey))
                .as("what a client says about its request is in its span alone")
                .containsExactly("a span");
    }

    /** Log lines, metrics and spans, once each of them has what surely belongs there. */
    private static Map<String, byte[]> whatItSaysOfItself(Slice slice, String request) {
        String mark = "the last line of the canaries, " + System.nanoTime();
        LoggerFactory.getLogger(CanaryIT.class).warn(mark);
        await("the log", SHIPPED_LIMIT, () -> slice.output.text().contains(mark));
        SdkTracerProvider traces = slice.house.server().context().getBean(SdkTracerProvider.class);
        assertThat(traces.forceFlush()
                        .join(SHIPPED_LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .isSuccess())
                .as("the spans are sent")
                .isTrue();
        byte[] spans = slice.spans.sent();
        assertThat(new ByteSearch(request).in(spans))
                .as("the request is in a span")
                .isTrue();
        String metrics = slice.house.get("/prometheus", null).body();
        assertThat(metrics).contains("gen_ai_request_model=\"" + Slice.MODEL + "\"");
        return Map.of(
                "the log",
                slice.output.text().getBytes(StandardCharsets.UTF_8),
                "a metric",
                metrics.getBytes(StandardCharsets.UTF_8),
                "a span",
                spans);
    }

    private static List<String> in(byte[] bytes, String where, Map<String, String> secrets) {
        return secrets.entrySet().stream()
                .filter(secret -> new ByteSearch(secret.getValue()).in(bytes))
                .map(secret -> secret.getKey() + " in " + where)
                .toList();
    }

    private static List<Path> files(Slice slice) throws IOException {
        List<Path> files = new ArrayList<>(List.of(OpenBaoForTests.get().auditLog()));
        for (Path folder : List.of(CassandraForTests.dataFolder(), slice.data())) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    /** Cassandra compacts meanwhile: what is gone was rewritten into another file, or lies in the commit log. */
    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0];
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
