package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Responses that nobody waits for, by OpenAI's own Java client against the whole program: real store, real keys. */
@ExtendWith(Slice.Shared.class)
class BackgroundIT {
    private static Slice slice;
    private static Customer customer;
    private static OpenAIClient client;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("백그라운드", "KR");
        client = slice.client(customer.key());
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void itIsAskedForUntilItIsAnswered() {
        Response queued = client.responses().create(ask("polled", "\"tokens\":10,\"firstMillis\":500"));
        assertThat(queued.validate().status()).hasValue(ResponseStatus.QUEUED);
        assertThat(queued.background()).hasValue(true);
        assertThat(client.responses().inputItems().list(queued.id()).items()).hasSize(1);

        Response answered = polled(queued.id());
        assertThat(answered.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(answered.usage().orElseThrow().outputTokens()).isEqualTo(10);

        String receipt;
        try (HttpResponseFor<Response> found =
                client.responses().withRawResponse().retrieve(queued.id())) {
            receipt = found.headers().values("x-receipt-id").getFirst();
        }
        assertThat(receipt).isEqualTo(queued.id().replace("resp_", "req_"));
        await(
                "the receipt of " + receipt,
                Duration.ofSeconds(20),
                () -> slice.house
                                .get("/v1/receipts/" + receipt, customer.bearer())
                                .statusCode()
                        == 200);
        assertThat(slice.seen("background-polled")).hasSize(1);

        Response next = client.responses()
                .create(ask("after-polled", "\"tokens\":2").toBuilder()
                        .previousResponseId(queued.id())
                        .build());
        assertThat(polled(next.id()).status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(slice.seen("background-after-polled"))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("polled"));
    }

    @Test
    void itsStreamIsResumedByTheClientsOwnHelper() {
        var whole = ResponseAccumulator.create();
        List<ResponseStreamEvent> events;
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(ask("resumed", "\"tokens\":12,\"thoughts\":2"))) {
            events = stream.stream()
                    .map(ResponseStreamEvent::validate)
                    .peek(whole::accumulate)
                    .toList();
        }
        Response response = whole.response().validate();
        assertThat(response.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(client.responses().retrieve(response.id())).isEqualTo(response);
        for (int after : new int[] {0, 1, 7, events.size() - 2, events.size() - 1}) {
            try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                    .retrieveStreaming(ResponseRetrieveParams.builder()
                            .responseId(response.id())
                            .startingAfter(after)
                            .build())) {
                assertThat(stream.stream().toList()).isEqualTo(events.subList(after + 1, events.size()));
            }
        }
    }

    @Test
    void itsEventsMayBeLargerThanARow() {
        String large = "가나다라마바사아자차".repeat(60_000);
        ResponseCreateParams asked =
                ask("large", "\"tokens\":3").toBuilder().instructions(large).build();
        var whole = ResponseAccumulator.create();
        List<ResponseStreamEvent> events;
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(asked)) {
            events = stream.stream().peek(whole::accumulate).toList();
        }
        Response response = whole.response();
        assertThat(response.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(response.instructions().orElseThrow().asString()).isEqualTo(large);
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .retrieveStreaming(ResponseRetrieveParams.builder()
                        .responseId(response.id())
                        .startingAfter(1)
                        .build())) {
            assertThat(stream.stream().toList()).isEqualTo(events.subList(2, events.size()));
        }
        assertThat(client.responses().retrieve(response.id())).isEqualTo(response);
    }

    @Test
    void whoeverComesLaterSeesWhatIsStillToCome() {
        Response queued = client.responses()
                .create(ask("later", "\"tokens\":30,\"gapMillis\":40").toBuilder()
                        .background(true)
                        .build());
        assertCode(
                slice.house.get("/v1/responses/" + queued.id() + "?stream=true", customer.bearer()),
                400,
                "response_not_in_background");
        JsonNode error =
                json(slice.house.get("/v1/responses/" + queued.id() + "?starting_after=2", customer.bearer()), 400);
        assertThat(error.at("/error/param").asText()).isEqualTo("starting_after");
        assertThat(polled(queued.id()).status()).hasValue(ResponseStatus.COMPLETED);
    }

    @Test
    void whatIsCancelledStopsItsEngine() {
        Response queued = client.responses().create(ask("cancelled", "\"tokens\":800,\"gapMillis\":20"));
        await(
                "an engine answers",
                Duration.ofSeconds(20),
                () -> !slice.seen("background-cancelled").isEmpty());
        Response cancelled = client.responses().cancel(queued.id()).validate();
        assertThat(cancelled.status()).hasValue(ResponseStatus.CANCELLED);
        await(
                "the engine stops",
                Duration.ofSeconds(10),
                () -> slice.seen("background-cancelled").getFirst().outcome() == ScriptedRequest.Outcome.ABORTED);
        assertThat(client.responses().cancel(queued.id())).isEqualTo(cancelled);
        assertThat(client.responses().retrieve(queued.id())).isEqualTo(cancelled);
        JsonNode logged = json(
                slice.house.get("/v1/organization/audit_logs?event_types[]=response.cancelled", customer.admin()), 200);
        assertThat(logged.toString()).contains(queued.id()).doesNotContain(Slice.CANARY);

        Response waited = client.responses()
                .create(ResponseCreateParams.builder()
                        .model(Slice.MODEL)
                        .input(Slice.message("background-waited", "\"tokens\":1"))
                        .build());
        assertThat(catchThrowableOfType(
                                BadRequestException.class,
                                () -> client.responses().cancel(waited.id()))
                        .code())
                .hasValue("response_not_in_background");
    }

    @Test
    void whatIsDeletedIsGoneThoughItRuns() {
        Response queued = client.responses().create(ask("deleted", "\"tokens\":800,\"gapMillis\":20"));
        await(
                "an engine answers",
                Duration.ofSeconds(20),
                () -> !slice.seen("background-deleted").isEmpty());
        client.responses().delete(queued.id());
        await(
                "the engine stops",
                Duration.ofSeconds(10),
                () -> slice.seen("background-deleted").getFirst().outcome() == ScriptedRequest.Outcome.ABORTED);
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> client.responses().retrieve(queued.id())))
                .isNotNull();

        Response answered = polled(
                client.responses().create(ask("deleted-later", "\"tokens\":2")).id());
        client.responses().delete(answered.id());
        assertCode(
                slice.house.get("/v1/responses/" + answered.id() + "?stream=true", customer.bearer()),
                404,
                "not_found");
    }

    private static Response polled(String id) {
        await(
                id + " ends",
                Duration.ofSeconds(30),
                () -> client.responses()
                        .retrieve(id)
                        .status()
                        .filter(status ->
                                status.equals(ResponseStatus.QUEUED) || status.equals(ResponseStatus.IN_PROGRESS))
                        .isEmpty());
        return client.responses().retrieve(id).validate();
    }

    private static ResponseCreateParams ask(String name, String script) {
        return ResponseCreateParams.builder()
                .model(Slice.MODEL)
                .background(true)
                .input(Slice.message("background-" + name, script))
                .build();
    }
}
