package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.content.conversation.Conversation;
import cloud.hanok.content.conversation.Conversations;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of a conversation, on the byte path. */
class ConversationsTest extends ProtocolBed {
    private Conversation conversation;

    @Override
    String key() {
        return GatewayBed.LASTING_KEY;
    }

    @BeforeEach
    void make() {
        conversation = bed.conversations.make(bed.tenant, bed.lastingProject(), Map.of());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasSaidComesBeforeAndWhatIsSaidIsAdded(boolean stream) throws Exception {
        said("{\"type\":\"message\",\"role\":\"developer\",\"content\":[{\"type\":\"input_text\",\"text\":\"처음\"}]}");
        JsonNode first = ask(stream, "\"conversation\":\"" + conversation.id() + "\"", "\"tokens\":3");
        assertThat(first.path("conversation")).isEqualTo(JSON.readTree("{\"id\":\"" + conversation.id() + "\"}"));
        JsonNode second = ask(stream, "\"conversation\":{\"id\":\"" + conversation.id() + "\"}", "\"tokens\":2");

        JsonNode messages = asked().path("messages");
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("system", "user", "assistant", "user");
        assertThat(messages.get(2).path("content").asText())
                .isEqualTo(first.at("/output/0/content/0/text").asText());
        List<JsonNode> items = items();
        assertThat(items)
                .extracting(item -> item.path("role").asText())
                .containsExactly("developer", "user", "assistant", "user", "assistant");
        assertThat(items.get(2)).isEqualTo(first.at("/output/0"));
        assertThat(items.get(4)).isEqualTo(second.at("/output/0"));
        assertThat(items)
                .extracting(item -> item.path("id").asText())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("msg_"));
        assertThat(second.path("previous_response_id").isNull()).isTrue();
    }

    /** The head and the body each look for the key, and each is woken when it is known; all else is known already. */
    @Test
    void whatWasSaidComesBeforeThoughTheBodyCameWhileTheKeyWasLookedFor() throws Exception {
        ask(false, conversation(), "\"tokens\":3");
        bed.known = new CompletableFuture<>();
        int before = bed.looks.get();
        try (ExecutorService client = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> answer = client.submit(() -> ask(false, conversation(), "\"tokens\":2"));
            OperatedServer.await(() -> bed.looks.get() == before + 2);
            bed.known.complete(null);
            answer.get(20, TimeUnit.SECONDS);
        }
        assertThat(engine.requests()).as("each was asked once").hasSize(2);
        assertThat(asked().path("messages"))
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "user");
    }

    @Test
    void aResponseThatIsDeletedLeavesWhatItSaid() throws Exception {
        JsonNode first = ask(false, conversation(), "\"tokens\":3");
        bed.responses.delete(bed.tenant, ResponseId.parse(first.path("id").asText()));
        ask(false, conversation(), "\"tokens\":1");
        assertThat(asked().path("messages")).hasSize(3);
    }

    @Test
    void resultsOfToolsFindTheirCalls() throws Exception {
        JsonNode first = ask(
                false,
                conversation(),
                "\"tokens\":0,\"calls\":[{\"name\":\"get_weather\",\"arguments\":\"{}\"}],\"finish\":\"tool_calls\"");
        String call = first.at("/output/0/call_id").asText();
        json(
                post(
                        "/v1/responses",
                        "{\"model\":\"scripted\"," + conversation()
                                + ",\"input\":[{\"type\":\"function_call_output\",\"id\":\"mine\",\"call_id\":\"" + call
                                + "\",\"output\":\"맑음\"},{\"role\":\"user\",\"content\":" + script("\"tokens\":1")
                                + "}]}"),
                200);
        assertThat(asked().path("messages"))
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "tool", "user");
        assertThat(items())
                .extracting(item -> item.path("type").asText())
                .containsExactly("message", "function_call", "function_call_output", "message", "message");
        assertThat(items().get(2).path("id").asText()).as("an id of its own").startsWith("fco_");
    }

    @Test
    void anItemThatIsOnlyNamedIsAddedWhole() throws Exception {
        JsonNode elsewhere = ask(false, "\"store\":true", "\"tokens\":3");
        said("{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"여기\"}]}");
        String here = items().getFirst().path("id").asText();
        json(
                post(
                        "/v1/responses",
                        "{\"model\":\"scripted\"," + conversation() + ",\"input\":[{\"type\":\"item_reference\",\"id\":"
                                + elsewhere.at("/output/0/id") + "},{\"type\":\"item_reference\",\"id\":\"" + here
                                + "\"},{\"role\":\"user\",\"content\":" + script("\"tokens\":1") + "}]}"),
                200);
        List<JsonNode> items = items();
        assertThat(items).extracting(item -> item.path("type").asText()).containsOnly("message");
        assertThat(items.get(1).path("content")).isEqualTo(elsewhere.at("/output/0/content"));
        assertThat(items.get(1).path("id")).isNotEqualTo(elsewhere.at("/output/0/id"));
        assertThat(items.get(2).at("/content/0/text").asText()).isEqualTo("여기");
    }

    /** Each is answered with what was there when it was asked, and its items stay together, in the order of the answers. */
    @Test
    void twoAtOnceLoseNothingAndAreNotMixed() throws Exception {
        List<Thread> threads = new ArrayList<>();
        var asked = new CountDownLatch(2);
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2; i++) {
            String script = "\"tokens\":3,\"firstMillis\":" + (i == 0 ? 900 : 400);
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    asked.countDown();
                    ask(false, conversation(), script);
                } catch (Throwable failure) {
                    failures.add(failure);
                }
            }));
        }
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(failures).isEmpty();
        List<JsonNode> items = items();
        assertThat(items)
                .extracting(item -> item.path("role").asText())
                .containsExactly("user", "assistant", "user", "assistant");
        assertThat(items.get(0).at("/content/0/text").asText()).contains("\"firstMillis\":400");
        assertThat(items.get(2).at("/content/0/text").asText()).contains("\"firstMillis\":900");
    }

    @Test
    void nothingIsAddedOfWhatFailed() throws Exception {
        json(post("/v1/responses", body(conversation(), "\"status\":400")), 400);
        HttpResponse<String> broken = post(
                "/v1/responses",
                "{\"model\":\"scripted\",\"stream\":true," + conversation() + ",\"input\":"
                        + script("\"tokens\":9,\"dieAfterTokens\":4") + "}");
        assertThat(broken.body()).contains("response.failed");
        assertThat(items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCannotBeAddedIsNotKeptEitherAndSaysSo(boolean stream) throws Exception {
        bed.conversations.full(true);
        JsonNode response = ask(stream, conversation(), "\"tokens\":3");
        assertThat(response.path("store").asBoolean(true)).isFalse();
        assertThat(response.path("conversation").isNull()).isTrue();
        assertThat(response.path("status").asText()).isEqualTo("completed");
        bed.conversations.full(false);
        assertThat(items()).isEmpty();
        assertThat(bed.responses.find(
                        bed.tenant, ResponseId.parse(response.path("id").asText())))
                .isEmpty();
    }

    @Test
    void itsLengthIsCountedWithWhatWasSaid() throws Exception {
        ask(false, conversation(), "\"tokens\":3");
        json(
                post("/v1/responses/input_tokens", "{\"model\":\"scripted\"," + conversation() + ",\"input\":\"안녕\"}"),
                200);
        assertThat(asked().path("messages")).hasSize(3);
        assertThat(items()).as("nothing is added by counting").hasSize(2);
    }

    @Test
    void aConversationThatIsTooLongIsRefused() throws Exception {
        List<Item> many = IntStream.range(0, Conversations.MOST_ITEMS)
                .mapToObj(i -> item("{\"type\":\"message\",\"role\":\"user\",\"content\":\"가\"}"))
                .toList();
        bed.conversations.add(bed.tenant, conversation.id(), bed.nextId(), many, Integer.MAX_VALUE);
        JsonNode error = json(post("/v1/responses", body(conversation(), "\"tokens\":1")), 400);
        assertThat(error.at("/error/code").asText()).isEqualTo("conversation_too_long");
        assertThat(error.at("/error/param").asText()).isEqualTo("conversation");
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void anothersOrNobodysIsNotThere() throws Exception {
        Conversation other = bed.conversations.make(bed.tenant, new ProjectId(bed.nextId()), Map.of());
        Conversation foreign = bed.conversations.make(bed.otherTenant, bed.lastingProject(), Map.of());
        String nobody = "conv_" + bed.nextId();
        for (String id : List.of(other.id().text(), foreign.id().text(), nobody, "conv_1")) {
            JsonNode error = json(post("/v1/responses", body("\"conversation\":\"" + id + "\"", "\"tokens\":1")), 404);
            assertThat(error.at("/error/code").asText()).isEqualTo("not_found");
            assertThat(error.at("/error/param").asText()).isEqualTo("conversation");
        }
        bed.conversations.away(true);
        json(post("/v1/responses", body(conversation(), "\"tokens\":1")), 503);
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void inTheBackgroundItIsTheSame() throws Exception {
        ask(false, conversation(), "\"tokens\":2");
        JsonNode queued =
                json(post("/v1/responses", body("\"background\":true," + conversation(), "\"tokens\":3")), 200);
        assertThat(queued.at("/conversation/id").asText())
                .isEqualTo(conversation.id().text());
        ResponseId id = ResponseId.parse(queued.path("id").asText());
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (bed.background
                .standing(bed.tenant, id)
                .filter(each -> each.ended())
                .isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.sleep(20);
        }
        assertThat(items())
                .extracting(item -> item.path("role").asText())
                .containsExactly("user", "assistant", "user", "assistant");
        assertThat(asked().path("messages")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"conversation\":7|conversation",
                "\"conversation\":[]|conversation",
                "\"conversation\":{}|conversation.id",
                "\"conversation\":{\"id\":7}|conversation.id",
                "\"conversation\":\"conv_01JD0000000000000000000000\",\"previous_response_id\":\"resp_01JD0000000000000000000000\"|conversation"
            })
    void aWrongRequestIsRefusedByItsParameter(String members, String param) throws Exception {
        JsonNode error = json(post("/v1/responses", body(members, "\"tokens\":1")), 400);
        assertThat(error.at("/error/param").asText()).isEqualTo(param);
        assertThat(error.at("/error/messages/ko").asText()).isNotEmpty();
    }

    @Test
    void whatIsSaidInAConversationIsKept() throws Exception {
        JsonNode error = json(post("/v1/responses", body(conversation() + ",\"store\":false", "\"tokens\":1")), 400);
        assertThat(error.at("/error/param").asText()).isEqualTo("conversation");
        assertThat(items()).isEmpty();
    }

    private String conversation() {
        return "\"conversation\":\"" + conversation.id() + "\"";
    }

    private static String body(String members, String script) {
        return "{\"model\":\"scripted\"," + members + ",\"input\":" + script(script) + "}";
    }

    private JsonNode ask(boolean stream, String members, String script) throws Exception {
        HttpResponse<String> answer = post("/v1/responses", body("\"stream\":" + stream + "," + members, script));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return stream ? events(answer.body()).getLast().path("response") : JSON.readTree(answer.body());
    }

    private Item item(String json) {
        String id = "msg_" + bed.nextId() + "100000";
        return new Item(
                id,
                (json.substring(0, json.length() - 1) + ",\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private void said(String json) {
        bed.conversations.add(bed.tenant, conversation.id(), bed.nextId(), List.of(item(json)), Integer.MAX_VALUE);
    }

    private List<JsonNode> items() throws Exception {
        List<JsonNode> items = new ArrayList<>();
        for (Item item : bed.conversations.read(bed.tenant, conversation.id(), bed.nextId(), Long.MAX_VALUE)) {
            items.add(JSON.readTree(item.json()));
        }
        return items;
    }
}
