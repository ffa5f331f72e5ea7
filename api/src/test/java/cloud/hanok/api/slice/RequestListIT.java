package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tenant's requests in a list, and as they come. */
@ExtendWith(Slice.Shared.class)
class RequestListIT {
    private static final String PATH = "/platform/v1/requests";

    /** A request appears within so long. */
    private static final Duration SHOWN_LIMIT = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Slice slice;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
    }

    @Test
    void theListHasWhatTheCallerMaySeeTheNewestFirst() {
        Customer customer = slice.customer("목록", "KR");
        Customer other = slice.withProject(customer.made(), "다른 프로젝트");
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            mine.addFirst(ask(customer));
        }
        String others = ask(other);
        await("all of them", SHOWN_LIMIT, () -> ids(PATH, customer.admin()).size() == 4);

        List<String> all = new ArrayList<>(mine);
        all.addFirst(others);
        assertThat(ids(PATH, customer.admin())).containsExactlyElementsOf(all);
        assertThat(ids(PATH, customer.bearer())).containsExactlyElementsOf(mine);
        assertThat(ids(PATH + "?tenant=" + customer.id(), slice.house.operator()))
                .containsExactlyElementsOf(all);
        assertThat(ids(PATH + "?project=" + other.project(), customer.admin())).containsExactly(others);
        assertThat(ids(PATH + "?api_key=" + customer.keyId(), customer.admin())).containsExactlyElementsOf(mine);
        assertThat(ids(PATH + "?model=" + Slice.MODEL + "&limit=100", customer.admin()))
                .hasSize(4);
        assertThat(ids(PATH + "?model=another", customer.admin())).isEmpty();
        assertThat(ids(PATH + "?start_time=4102444800", customer.admin())).isEmpty();
        assertThat(ids(PATH, slice.customer("목록의 이웃", "KR").admin())).isEmpty();

        JsonNode first = json(slice.house.get(PATH + "?limit=3", customer.admin()), 200);
        assertThat(first.get("has_more").asBoolean()).isTrue();
        JsonNode rest = json(
                slice.house.get(PATH + "?limit=3&after=" + first.get("last_id").asText(), customer.admin()), 200);
        assertThat(rest.get("has_more").asBoolean()).isFalse();
        assertThat(rest.get("data")).hasSize(1);
        JsonNode item = first.get("data").get(1);
        JsonNode found = json(slice.house.get(PATH + "/" + mine.getFirst(), customer.bearer()), 200);
        for (String same : List.of("object", "id", "usage", "cost_nano_won", "cost_won", "attempts", "metadata")) {
            assertThat(item.get(same)).as(same).isEqualTo(found.get(same));
        }
        assertCode(slice.house.get(PATH, slice.house.operator()), 400, "missing_required_parameter");
        assertCode(slice.house.get(PATH + "?limit=0", customer.admin()), 400, "invalid_value");
        assertCode(slice.house.get(PATH + "?after=nothing", customer.admin()), 400, "invalid_value");
        assertCode(slice.house.get(PATH + "/live", slice.house.operator()), 400, "missing_required_parameter");
    }

    @Test
    void aFeedShowsRequestsAsTheyComeToWhomTheyBelong() throws Exception {
        Customer customer = slice.customer("생중계", "KR");
        Customer other = slice.withProject(customer.made(), "다른 프로젝트");
        String before = ask(customer);
        await("the first", SHOWN_LIMIT, () -> ids(PATH, customer.admin()).size() == 1);
        try (Feed all = follow(PATH + "/live", customer.admin());
                Feed own = follow(PATH + "/live", customer.bearer());
                Feed stranger = follow(
                        PATH + "/live?tenant=" + customer.id(),
                        slice.customer("생중계의 이웃", "KR").admin());
                Feed narrowed = follow(PATH + "/live?project=" + other.project(), customer.bearer())) {
            await("the first of all", SHOWN_LIMIT, () -> all.seen().equals(List.of(before)));
            await("the first of one's own", SHOWN_LIMIT, () -> own.seen().equals(List.of(before)));
            String others = ask(other);
            await("another project's", SHOWN_LIMIT, () -> all.seen().equals(List.of(before, others)));
            String mine = ask(customer);
            await("the last", SHOWN_LIMIT, () -> all.seen().equals(List.of(before, others, mine)));
            await("the last of one's own", SHOWN_LIMIT, () -> own.seen().size() > 1);
            assertThat(own.seen()).containsExactly(before, mine);
            assertThat(stranger.seen()).as("whatever tenant they name").isEmpty();
            assertThat(narrowed.seen()).as("another project's").isEmpty();
        }
    }

    private static String ask(Customer customer) {
        HttpResponse<String> answer = slice.house.send(
                "/v1/chat/completions", "POST", Slice.body("listed", "\"tokens\":3", false), customer.bearer(), null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private static List<String> ids(String path, String authorization) {
        JsonNode page = json(slice.house.get(path, authorization), 200);
        return StreamSupport.stream(page.get("data").spliterator(), false)
                .map(each -> each.get("id").asText())
                .toList();
    }

    private static Feed follow(String path, String authorization) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<InputStream> answer = client.send(
                slice.house
                        .server()
                        .request(path)
                        .header("Authorization", authorization)
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        return new Feed(client, answer.body());
    }

    /** One that is read until it is closed. */
    private static final class Feed implements AutoCloseable {
        private final HttpClient client;
        private final InputStream body;
        private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

        Feed(HttpClient client, InputStream body) {
            this.client = client;
            this.body = body;
            Thread.startVirtualThread(this::read);
        }

        List<String> seen() {
            synchronized (seen) {
                return List.copyOf(seen);
            }
        }

        private void read() {
            String name = "";
            try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event:")) {
                        name = line.substring("event:".length()).strip();
                    } else if (line.startsWith("data:") && name.equals("request")) {
                        seen.add(JSON.readTree(line.substring("data:".length()))
                                .get("id")
                                .asText());
                    }
                }
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
