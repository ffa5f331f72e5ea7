package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What the program says of itself while it serves: enough to run it, and no word of anybody's. */
@ExtendWith(Slice.Shared.class)
class TelemetryIT {
    private static final Duration LOG_LIMIT = Duration.ofSeconds(5);

    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(20);

    private static Slice slice;
    private static Customer customer;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("관측", "KR");
    }

    /** An engine that died is left alone for a while. */
    @AfterEach
    void engineIsBack() {
        String body = Slice.body("back", "\"tokens\":1", false);
        await("the engine", RECOVERY_LIMIT, () -> answer(body).statusCode() == 200);
    }

    @Test
    void metricsCountByModelUnderTheirGenAiNames() {
        double before = metric("gen_ai_server_request_duration_seconds_count", "");
        double output = metric("gen_ai_client_token_usage_tokens_sum", "gen_ai_token_type=\"output\"");
        double input = metric("gen_ai_client_token_usage_tokens_sum", "gen_ai_token_type=\"input\"");
        double first = metric("gen_ai_server_time_to_first_token_seconds_count", "");
        chat(Slice.body("metrics", "\"tokens\":11,\"promptTokens\":13,\"cachedTokens\":6", true), 200);
        await("the metrics", LOG_LIMIT, () -> metric("gen_ai_server_request_duration_seconds_count", "") == before + 1);
        assertThat(metric("gen_ai_client_token_usage_tokens_sum", "gen_ai_token_type=\"output\"") - output)
                .isEqualTo(11);
        assertThat(metric("gen_ai_client_token_usage_tokens_sum", "gen_ai_token_type=\"input\"") - input)
                .isEqualTo(13);
        assertThat(metric("gen_ai_server_time_to_first_token_seconds_count", "") - first)
                .isEqualTo(1);
        assertThat(metrics()).contains("gen_ai_server_time_per_output_token_seconds_count{");
    }

    @Test
    void noWordOfAPromptOrAnAnswerAndNoKeyIsInALogLineOrAMetric() {
        chat(Slice.body("said", "\"tokens\":9", false), 200);
        chat(Slice.body("said", "\"tokens\":9", true), 200);
        chat(Slice.body("said", "\"tokens\":9", false).replace("\"stream\"", "\"temperature\":99,\"stream\""), 400);
        chat(Slice.body("said", "\"tokens\":9", false).replace("}]}", "}]"), 400);
        chat(
                Slice.body("said", "\"tokens\":9", false)
                        .replace("\"role\":\"user\"", "\"role\":\"" + Slice.CANARY + "\""),
                400);
        chat(Slice.body("said", "\"status\":500", false), 502);
        engineIsBack();
        // Cut off, or refused when the engine died before the OPEN was on the disk.
        assertThat(answer(Slice.body("said", "\"tokens\":9,\"dieAfterTokens\":4", true))
                        .statusCode())
                .isIn(200, 503);
        engineIsBack();
        chat(Slice.body("said", "\"dieBeforeHead\":true", false), 503);
        assertThat(slice.seen("said")).isNotEmpty();

        String mark = "the last line of the slice, " + System.nanoTime();
        LoggerFactory.getLogger(TelemetryIT.class).warn(mark);
        await("the log", LOG_LIMIT, () -> slice.output.text().contains(mark));
        String secret = customer.key().substring(customer.key().lastIndexOf('_') + 1);
        for (String kept : List.of(Slice.CANARY, "한강이", secret, "upstream-s3cret", operatorsToken())) {
            assertThat(slice.output.text().contains(kept))
                    .as("%.12s... in the log", kept)
                    .isFalse();
            assertThat(metrics().contains(kept))
                    .as("%.12s... in a metric", kept)
                    .isFalse();
        }
    }

    @Test
    void everyLineOfTheLogIsAnObjectWithItsLevelLoggerAndTimeAndNamesItsRequest() {
        HttpResponse<String> failed = chat(Slice.body("logged", "\"dieBeforeHead\":true", false), 503);
        String request = failed.headers().firstValue("x-request-id").orElseThrow();
        await("a line of " + request, LOG_LIMIT, () -> lines().stream().anyMatch(line -> line.contains(request)));
        assertThat(lines()).isNotEmpty().allSatisfy(line -> {
            JsonNode event = json(line);
            assertThat(event.hasNonNull("timestamp")).isTrue();
            assertThat(event.hasNonNull("level")).isTrue();
            assertThat(event.hasNonNull("loggerName")).isTrue();
            assertThat(event.has("formattedMessage")).isTrue();
        });
    }

    /** The lines of the log; other tests print too. */
    private static List<String> lines() {
        return slice.output.lines().stream()
                .filter(line -> line.startsWith("{\"timestamp\""))
                .toList();
    }

    private static String operatorsToken() {
        return slice.house.operator().substring("Bearer ".length());
    }

    private static HttpResponse<String> chat(String body, int status) {
        HttpResponse<String> answer = answer(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static HttpResponse<String> answer(String body) {
        return slice.house.send("/v1/chat/completions", "POST", body, customer.bearer(), null);
    }

    private static double metric(String name, String tag) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(tag))
                .filter(line -> line.contains("gen_ai_request_model=\"" + Slice.MODEL + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String metrics() {
        return slice.house.get("/prometheus", null).body();
    }
}
