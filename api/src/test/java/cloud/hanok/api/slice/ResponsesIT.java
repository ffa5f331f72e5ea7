package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.inputitems.InputItemListParams;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Responses by OpenAI's own Java client against the whole program: real store, real keys. */
@ExtendWith(Slice.Shared.class)
class ResponsesIT {
    private static Slice slice;
    private static Customer customer;
    private static OpenAIClient client;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("응답", "KR");
        client = slice.client(customer.key());
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void aResponseIsHadAgainByteForByteUntilItIsDeleted() {
        String answered;
        Response response;
        try (HttpResponseFor<Response> answer =
                client.responses().withRawResponse().create(ask("kept", "\"tokens\":10"))) {
            response = answer.parse().validate();
            assertThat(answer.headers().values("x-receipt-id"))
                    .containsExactly(response.id().replace("resp_", "req_"));
            answered = text(response);
        }
        assertThat(response.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(answered).startsWith("대한민국의 수도는 서울");

        Response again = client.responses().retrieve(response.id()).validate();
        assertThat(again).isEqualTo(response);

        String request = response.id().replace("resp_", "req_");
        await(
                "the receipt of " + request,
                Duration.ofSeconds(20),
                () -> slice.house
                                .get("/v1/receipts/" + request, customer.bearer())
                                .statusCode()
                        == 200);

        client.responses().delete(response.id());
        assertThat(catchThrowableOfType(
                                NotFoundException.class,
                                () -> client.responses().retrieve(response.id()))
                        .code())
                .hasValue("not_found");
        BadRequestException refused = catchThrowableOfType(
                BadRequestException.class,
                () -> client.responses()
                        .create(ask("gone", "\"tokens\":1").toBuilder()
                                .previousResponseId(response.id())
                                .build()));
        assertThat(refused.code()).hasValue("previous_response_not_found");
        assertThat(refused.param()).hasValue("previous_response_id");
        assertThat(slice.seen("gone")).as("no engine was asked").isEmpty();
        JsonNode logged = json(
                slice.house.get("/v1/organization/audit_logs?event_types[]=response.deleted", customer.admin()), 200);
        assertThat(logged.toString()).contains(response.id()).doesNotContain(Slice.CANARY);
    }

    @Test
    void aStreamIsPutTogetherByTheClientsOwnHelper() {
        var accumulator = ResponseAccumulator.create();
        long events;
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(ask("streamed", "\"tokens\":10,\"thoughts\":3,\"split\":true"))) {
            events = stream.stream()
                    .map(ResponseStreamEvent::validate)
                    .peek(accumulator::accumulate)
                    .count();
        }
        Response response = accumulator.response().validate();
        assertThat(events).isGreaterThan(15);
        assertThat(response.output()).hasSize(2);
        assertThat(response.output().getFirst().isReasoning()).isTrue();
        assertThat(client.responses().retrieve(response.id())).isEqualTo(response);
    }

    @Test
    void aConversationIsWhatItWasThoughAnotherProcessHasTheNextTurn() {
        Response first = client.responses().create(ask("turn-1", "\"tokens\":4"));
        Response second = client.responses()
                .create(ask("turn-2", "\"tokens\":3").toBuilder()
                        .previousResponseId(first.id())
                        .build());
        Response third = client.responses()
                .create(ask("turn-3", "\"tokens\":2").toBuilder()
                        .previousResponseId(second.id())
                        .instructions("짧게 답합니다")
                        .build());

        assertThat(slice.seen("turn-3"))
                .singleElement()
                .satisfies(request ->
                        assertThat(request.body()).contains(text(first), text(second), "turn-1", "turn-2", "짧게 답합니다"));
        assertThat(client.responses().retrieve(third.id()).previousResponseId()).hasValue(second.id());
    }

    @Test
    void aConversationIsLongAndItsPartsLargerThanARow() {
        Response last = client.responses().create(ask("long-0", "\"tokens\":1"));
        String large = "가나다라마바사아자차".repeat(20_000);
        last = client.responses()
                .create(ResponseCreateParams.builder()
                        .model(Slice.MODEL)
                        .input(large)
                        .previousResponseId(last.id())
                        .build());
        for (int turn = 2; turn < 12; turn++) {
            last = client.responses()
                    .create(ask("long-" + turn, "\"tokens\":1").toBuilder()
                            .previousResponseId(last.id())
                            .build());
        }
        assertThat(slice.seen("long-11"))
                .singleElement()
                .satisfies(request -> assertThat(request.body())
                        .contains(large)
                        .containsSubsequence(IntStream.of(0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
                                .mapToObj(turn -> "long-" + turn + "\\")
                                .toArray(String[]::new)));
    }

    @Test
    void itsItemsAreListedPageByPage() {
        String items = IntStream.range(0, 7)
                .mapToObj(i -> "{\"role\":\"user\",\"content\":\"질문 %d\"}".formatted(i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        JsonNode made = json(
                slice.house.send(
                        "/v1/responses",
                        "POST",
                        "{\"model\":\"" + Slice.MODEL + "\",\"input\":[" + items + "]}",
                        customer.bearer(),
                        null),
                200);
        List<ResponseItem> all = client
                .responses()
                .inputItems()
                .list(
                        made.path("id").asText(),
                        InputItemListParams.builder()
                                .limit(3)
                                .order(InputItemListParams.Order.ASC)
                                .build())
                .autoPager()
                .stream()
                .toList();
        assertThat(all).hasSize(7);
        assertThat(all)
                .extracting(item -> item.asResponseInputMessageItem()
                        .content()
                        .getFirst()
                        .asInputText()
                        .text())
                .containsExactly("질문 0", "질문 1", "질문 2", "질문 3", "질문 4", "질문 5", "질문 6");
        JsonNode newest = json(
                slice.house.get(
                        "/v1/responses/" + made.path("id").asText() + "/input_items?limit=1", customer.bearer()),
                200);
        assertThat(newest.at("/data/0/content/0/text").asText()).isEqualTo("질문 6");
        assertThat(newest.path("has_more").asBoolean()).isTrue();
        assertCode(
                slice.house.get(
                        "/v1/responses/" + made.path("id").asText() + "/input_items?order=up", customer.bearer()),
                400,
                "invalid_value");
    }

    @Test
    void whatIsNotStoredIsNowhere() {
        Response forgotten = client.responses()
                .create(ask("forgotten", "\"tokens\":2").toBuilder()
                        .store(false)
                        .build());
        assertThat(forgotten._additionalProperties()).containsEntry("store", JsonValue.from(false));
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> client.responses().retrieve(forgotten.id())))
                .isNotNull();
    }

    @Test
    void anotherProjectOfTheSameTenantHasNoneOfThem() {
        Response mine = client.responses().create(ask("mine", "\"tokens\":1"));
        String project = json(
                        slice.house.send(
                                "/v1/organization/projects", "POST", "{\"name\":\"이웃\"}", customer.admin(), null),
                        200)
                .get("id")
                .asText();
        String neighbour = "Bearer "
                + json(
                                slice.house.send(
                                        "/v1/organization/projects/" + project + "/api_keys",
                                        "POST",
                                        "{\"name\":\"이웃 키\"}",
                                        customer.admin(),
                                        null),
                                200)
                        .get("value")
                        .asText();
        String path = "/v1/responses/" + mine.id();
        assertCode(slice.house.get(path, neighbour), 404, "not_found");
        assertCode(slice.house.get(path + "/input_items", neighbour), 404, "not_found");
        assertCode(slice.house.send(path, "DELETE", null, neighbour, null), 404, "not_found");
        assertThat(client.responses().retrieve(mine.id())).isEqualTo(mine);
    }

    private static ResponseCreateParams ask(String name, String script) {
        return ResponseCreateParams.builder()
                .model(Slice.MODEL)
                .input(Slice.message(name, script))
                .build();
    }

    private static String text(Response response) {
        StringBuilder text = new StringBuilder();
        response.output().stream()
                .filter(ResponseOutputItem::isMessage)
                .flatMap(item -> item.asMessage().content().stream())
                .forEach(part -> text.append(part.asOutputText().text()));
        return text.toString();
    }
}
