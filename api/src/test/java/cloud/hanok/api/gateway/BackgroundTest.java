package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.responses.BackgroundRunner;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.content.background.BackgroundResponse;
import cloud.hanok.content.background.Standing;
import cloud.hanok.content.webhook.MemoryWebhookEvents;
import cloud.hanok.content.webhook.WebhookEventType;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.platform.money.NanoWon;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that nobody waits for. */
class BackgroundTest extends ProtocolBed {
    @Override
    String key() {
        return GatewayBed.LASTING_KEY;
    }

    @Test
    void itIsTakenAtOnceAndAnsweredOnce() throws Exception {
        JsonNode taken = ask("\"input\":" + script("\"tokens\":5,\"firstMillis\":300"));
        assertThat(taken.path("status").asText()).isEqualTo("queued");
        assertThat(taken.path("background").asBoolean()).isTrue();
        assertThat(taken.path("store").asBoolean()).isTrue();
        assertThat(taken.path("output")).isEmpty();

        ResponseId id = id(taken);
        await("it is begun", () -> status(id).equals("in_progress"));
        JsonNode answered = ended(id);
        assertThat(answered.path("status").asText()).isEqualTo("completed");
        assertThat(answered.at("/output/0/content/0/text").asText()).startsWith("대한민국의 수도는 서울");
        assertThat(answered.at("/usage/output_tokens").asInt()).isEqualTo(5);

        assertThat(engine.requests()).hasSize(1);
        List<JournalRecord> records = bed.records(2);
        assertThat(records).extracting(JournalRecord::kind).containsExactly(RecordKind.OPEN, RecordKind.SETTLE);
        assertThat(records)
                .allSatisfy(record ->
                        assertThat(record.request()).isEqualTo(id.request().ulid()));
        assertThat(settled()).satisfies(entry -> {
            assertThat(entry.ending().outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(entry.ending().usage().outputTokens()).isEqualTo(5);
        });
        assertThat(bed.credit.used(bed.tenant, SpendScope.TENANT))
                .as("nothing is held for it any more")
                .hasValue(new NanoWon(5 * bed.price.outputNanoWon() + 12 * bed.price.inputNanoWon()));
    }

    @Test
    void itsStreamIsNumberedWithoutAGapAndResumedFromEveryPoint() throws Exception {
        HttpResponse<String> answer = background("\"stream\":true,\"input\":" + script("\"tokens\":6,\"thoughts\":2"));
        List<JsonNode> events = events(answer.body());
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .startsWith("response.created", "response.queued", "response.in_progress", "response.output_item.added")
                .endsWith("response.output_item.done", "response.completed");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        ResponseId id = id(events.getFirst().path("response"));
        assertThat(events.getLast().path("response")).isEqualTo(now(id));

        for (int after = -1; after < events.size(); after++) {
            assertThat(events(followed(bed.runner, id, after))).isEqualTo(events.subList(after + 1, events.size()));
        }
    }

    @Test
    void aClientMayLeaveAndComeBack() throws Exception {
        String body = "{\"model\":\"scripted\",\"background\":true,\"stream\":true,\"input\":"
                + script("\"tokens\":20,\"gapMillis\":30") + "}";
        String seen;
        try (var socket = new Socket("127.0.0.1", bed.port())) {
            write(socket, body);
            seen = readUntil(socket, "response.output_text.delta");
            socket.setSoLinger(true, 0);
        }
        ResponseId id = ResponseId.parse(seen.substring(seen.indexOf("resp_"), seen.indexOf("resp_") + 31));
        List<JsonNode> rest = events(followed(bed.runner, id, 3));
        assertThat(rest.getFirst().path("sequence_number").asInt()).isEqualTo(4);
        assertThat(rest.getLast().path("type").asText()).isEqualTo("response.completed");
        assertThat(engine.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.outcome()).isEqualTo(ScriptedRequest.Outcome.COMPLETED));
        assertThat(settled().ending().usage().outputTokens()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsCancelledStopsTheEngineAndOnlyWhatWasShownIsBilled(boolean streamed) throws Exception {
        ResponseId id;
        String body = "{\"model\":\"scripted\",\"background\":true,\"stream\":" + streamed + ",\"input\":"
                + script("\"tokens\":400,\"gapMillis\":20") + "}";
        try (var socket = new Socket("127.0.0.1", bed.port())) {
            write(socket, body);
            String seen = readUntil(socket, streamed ? "response.output_text.delta" : "\"status\"");
            id = ResponseId.parse(seen.substring(seen.indexOf("resp_"), seen.indexOf("resp_") + 31));
            await("it runs", () -> !engine.requests().isEmpty());
            if (!streamed) {
                await("it is answered", () -> status(id).equals("in_progress"));
                Thread.sleep(300);
            }
            assertThat(JSON.readTree(cancel(id)).path("status").asText()).isEqualTo("cancelled");
            if (streamed) {
                readUntil(socket, "0\r\n\r\n");
            }
        }
        await("the engine stops", () -> engine.requests().getLast().outcome() == ScriptedRequest.Outcome.ABORTED);
        assertThat(status(id)).isEqualTo("cancelled");
        assertThat(settled().ending()).satisfies(ending -> {
            if (streamed) {
                assertThat(ending.outcome()).isEqualTo(Outcome.CLIENT_LEFT);
                assertThat(ending.usage().outputTokens()).isBetween(1L, 399L);
            } else {
                assertThat(ending.usage().totalTokens()).isZero();
            }
        });
        assertThat(JSON.readTree(cancel(id)).path("status").asText())
                .as("again")
                .isEqualTo("cancelled");
        assertThat(engine.requests()).hasSize(1);
    }

    @Test
    void whatCanNeverBeKeptStopsItsEngine() throws Exception {
        String body = "{\"model\":\"scripted\",\"background\":true,\"stream\":true,\"input\":"
                + script("\"tokens\":800,\"gapMillis\":20") + "}";
        try (var socket = new Socket("127.0.0.1", bed.port())) {
            write(socket, body);
            readUntil(socket, "response.output_text.delta");
            bed.background.seal();
            await("the engine stops", () -> engine.requests().getLast().outcome() == ScriptedRequest.Outcome.ABORTED);
        }
        await("nobody works on it", () -> bed.runner.size() == 0);
    }

    @Test
    void whatHasEndedIsNotCancelled() throws Exception {
        ResponseId id = id(ask("\"input\":" + script("\"tokens\":2")));
        JsonNode answered = ended(id);
        assertThat(JSON.readTree(cancel(id))).isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoLostTheRightMeanwhileIsNotAnswered(boolean streamed) throws Exception {
        bed.standing = () -> {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_API_KEY));
        };
        HttpResponse<String> answer = background("\"stream\":" + streamed + ",\"input\":" + script("\"tokens\":2"));
        JsonNode first = streamed ? events(answer.body()).getFirst().path("response") : json(answer, 200);
        JsonNode failed = ended(id(first));
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/code").asText()).isEqualTo("invalid_api_key");
        if (streamed) {
            assertThat(events(answer.body()))
                    .extracting(event -> event.path("type").asText())
                    .containsExactly("response.created", "response.queued", "response.failed", "error");
            assertThat(events(answer.body()).getLast().path("sequence_number").asInt())
                    .isEqualTo(3);
        }
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void anEngineThatIsAwayIsWaitedFor() throws Exception {
        int port = engine.port();
        engine.close();
        ResponseId id = id(ask("\"input\":" + script("\"tokens\":3")));
        Thread.sleep(500);
        assertThat(status(id)).isIn("queued", "in_progress");
        engine = ScriptedEngine.start(port);
        bed.serve(EngineKind.LLAMA_CPP, port);
        assertThat(ended(id).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void aSuspendedOrganizationIsWaitedFor() throws Exception {
        StandingCallers.Source active = bed.standing;
        var looks = new AtomicInteger();
        bed.standing = () -> {
            if (looks.incrementAndGet() <= 2) {
                throw new ApiException(ApiError.of(ErrorCode.TENANT_SUSPENDED));
            }
            return active.find();
        };
        ResponseId id = id(ask("\"input\":" + script("\"tokens\":3")));
        assertThat(ended(id).path("status").asText()).isEqualTo("completed");
        assertThat(looks).hasValueGreaterThan(2);
    }

    @Test
    void whatNoEngineAnswersFailsInTheEnd() throws Exception {
        engine.close();
        ResponseId id = id(ask("\"input\":" + script("\"tokens\":3")));
        JsonNode failed = ended(id);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/code").asText()).isEqualTo("server_error");
        assertThat(failed.at("/error/message").asText()).isNotEmpty();
        engine = ScriptedEngine.start(0);
    }

    @Test
    void anEngineThatFailsIsAskedAgain() throws Exception {
        ResponseId id = id(ask("\"input\":" + script("\"name\":\"fails\",\"tokens\":6,\"status\":503,\"failures\":2")));
        JsonNode answered = endedThoughItsEngineFails(id);
        assertThat(answered.path("status").asText()).isEqualTo("completed");
        assertThat(answered.at("/usage/output_tokens").asInt()).isEqualTo(6);
    }

    /** Nobody saw anything of it. */
    @Test
    void whatBreaksOffAgainAndAgainFailsAndCostsNothing() throws Exception {
        ResponseId id = id(ask("\"input\":" + script("\"tokens\":6,\"dieAfterTokens\":3")));
        assertThat(endedThoughItsEngineFails(id).path("status").asText()).isEqualTo("failed");
        assertThat(engine.requests()).hasSize(3);
        assertThat(bed.credit.used(bed.tenant, SpendScope.TENANT)).hasValue(NanoWon.ZERO);
    }

    /** A replica that failed is found well again and again, as its probes would find it. */
    private JsonNode endedThoughItsEngineFails(ResponseId id) throws Exception {
        await(id + " ends", () -> {
            bed.serve(EngineKind.LLAMA_CPP, engine.port());
            return isEnded(id);
        });
        return now(id);
    }

    @Test
    void aStreamThatBreaksOffFailsWithWhatWasShown() throws Exception {
        List<JsonNode> events = events(
                background("\"stream\":true,\"input\":" + script("\"tokens\":6,\"dieAfterTokens\":3,\"gapMillis\":50"))
                        .body());
        assertThat(events).extracting(event -> event.path("type").asText()).endsWith("response.failed", "error");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        JsonNode failed = ended(id(events.getFirst().path("response")));
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/code").asText()).isEqualTo("server_error");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSameKeyIsTheSameResponse(boolean streamed) throws Exception {
        String body = "{\"model\":\"scripted\",\"background\":true,\"stream\":" + streamed + ",\"input\":"
                + script("\"tokens\":4") + "}";
        HttpResponse<String> first = send(request("/v1/responses", body, key()).header("Idempotency-Key", "night-1"));
        HttpResponse<String> again = send(request("/v1/responses", body, key()).header("Idempotency-Key", "night-1"));
        if (streamed) {
            assertThat(events(again.body())).isEqualTo(events(first.body()));
        } else {
            assertThat(json(again, 200).path("id")).isEqualTo(json(first, 200).path("id"));
            ended(id(json(first, 200)));
        }
        assertThat(engine.requests()).hasSize(1);
    }

    @Test
    void anotherGatewayTakesUpWhatOneLeft() throws Exception {
        ResponseId id = put(false);
        assertThat(ended(id).path("status").asText()).isEqualTo("completed");
        assertThat(engine.requests()).hasSize(1);
    }

    @Test
    void twoGatewaysAnswerItOnce() throws Exception {
        try (BackgroundRunner other = bed.runner(bed.background, bed.responses)) {
            other.start();
            List<ResponseId> ids = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ids.add(put(i % 2 == 0));
            }
            for (ResponseId id : ids) {
                assertThat(ended(id).path("status").asText()).isEqualTo("completed");
            }
        }
        assertThat(engine.requests()).hasSize(12);
    }

    /** It died while it answered: what came of it was seen by somebody, and nobody can go on from it. */
    @Test
    void aStreamWhoseGatewayDiedInTheMiddleFails() throws Exception {
        var id = new ResponseId(bed.nextId());
        List<JsonNode> begun = queued(id);
        begun.add(JSON.createObjectNode().put("type", "response.in_progress").put("sequence_number", 2));
        bed.background.put(bed.tenant, asked(id, true, "\"tokens\":3"), joined(begun));
        JsonNode failed = ended(id);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        List<JsonNode> events = events(followed(bed.runner, id, -1));
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "response.created", "response.queued", "response.in_progress", "response.failed", "error");
        assertThat(events)
                .extracting(event -> event.path("sequence_number").asInt())
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(engine.requests()).as("nothing is paid").hasSizeLessThanOrEqualTo(1);
    }

    /** It died after the answer was paid, and before all of its events were kept: they are told again, and the rest is kept. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 9})
    void aStreamWhoseGatewayDiedAtItsEndIsCompleted(int known) throws Exception {
        List<JsonNode> events = events(background("\"stream\":true,\"input\":" + script("\"tokens\":6"))
                .body());
        ResponseId id = id(events.getFirst().path("response"));
        BackgroundResponse asked = asked(id, true, "\"tokens\":6");
        bed.background.put(bed.tenant, asked, joined(events.subList(0, known)));
        assertThat(events(followed(bed.runner, id, -1))).isEqualTo(events);
        assertThat(engine.requests()).as("it was asked once").hasSize(1);
    }

    /** Whoever pauses for long finds that another one answers it, and takes no part in it any more. */
    @Test
    void whoeverWasThoughtDeadLeavesItToWhoTookItUp() throws Exception {
        ResponseId id = id(ask("\"input\":" + script("\"tokens\":400,\"gapMillis\":20")));
        await("it runs", () -> !engine.requests().isEmpty());
        var other = new RequestId(bed.nextId());
        bed.background.hold(bed.tenant, id, other, Instant.now().plusSeconds(60));
        await("the engine stops", () -> engine.requests().getLast().outcome() == ScriptedRequest.Outcome.ABORTED);
        await("it is left", () -> bed.runner.size() == 0);
        assertThat(bed.background.standing(bed.tenant, id).orElseThrow().by()).isEqualTo(other);
        assertThat(bed.credit.used(bed.tenant, SpendScope.TENANT)).hasValue(NanoWon.ZERO);
    }

    @Test
    void whatIsDeletedWhileItRunsIsGone() throws Exception {
        ResponseId id = id(ask("\"input\":" + script("\"tokens\":400,\"gapMillis\":20")));
        await("it runs", () -> !engine.requests().isEmpty());
        bed.background.delete(bed.tenant, id);
        await("the engine stops", () -> engine.requests().getLast().outcome() == ScriptedRequest.Outcome.ABORTED);
        assertThatThrownBy(() -> bed.runner.now(bed.tenant, id)).isInstanceOf(ApiException.class);
        assertThat(bed.responses.find(bed.tenant, id)).isEmpty();
        assertThat(followed(bed.runner, id, -1)).isEmpty();
    }

    /** Endpoints are told what each came to, once, and before it has ended: whoever dies before that says it again. */
    @Test
    void whatEachCameToIsSaidOnce() throws Exception {
        ResponseId completed = id(ask("\"input\":" + script("\"tokens\":2")));
        ended(completed);
        assertThat(told(completed)).containsExactly(WebhookEventType.RESPONSE_COMPLETED);

        ResponseId incomplete = id(ask("\"input\":" + script("\"tokens\":3,\"finish\":\"length\"")));
        ended(incomplete);
        assertThat(told(incomplete)).containsExactly(WebhookEventType.RESPONSE_INCOMPLETE);

        ResponseId cancelled = id(ask("\"input\":" + script("\"tokens\":400,\"gapMillis\":20")));
        cancel(cancelled);
        cancel(cancelled);
        ended(cancelled);
        assertThat(told(cancelled)).containsExactly(WebhookEventType.RESPONSE_CANCELLED);

        ResponseId deleted = id(ask("\"input\":" + script("\"tokens\":400,\"gapMillis\":20")));
        bed.background.delete(bed.tenant, deleted);
        await("it is left", () -> bed.runner.size() == 0);
        assertThat(told(deleted)).isEmpty();

        bed.standing = () -> {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_API_KEY));
        };
        ResponseId failed = id(ask("\"input\":" + script("\"tokens\":2")));
        ended(failed);
        assertThat(told(failed)).containsExactly(WebhookEventType.RESPONSE_FAILED);
        assertThat(bed.events.all()).allSatisfy(said -> {
            assertThat(said.tenant()).isEqualTo(bed.tenant);
            assertThat(said.project()).isEqualTo(bed.lastingProject());
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingEndsBeforeItIsSaid(boolean streamed) throws Exception {
        bed.events.away(true);
        ResponseId id = put(streamed);
        await("it is answered", () -> !bed.responses.find(bed.tenant, id).isEmpty());
        Thread.sleep(300);
        assertThat(isEnded(id)).isFalse();
        bed.events.away(false);
        ended(id);
        assertThat(told(id)).containsExactly(WebhookEventType.RESPONSE_COMPLETED);
        assertThat(engine.requests()).hasSize(1);
    }

    private List<WebhookEventType> told(ResponseId id) {
        return bed.events.all().stream()
                .filter(said -> said.object().equals(id.text()))
                .map(MemoryWebhookEvents.Said::type)
                .toList();
    }

    @Test
    void whereTheStoreIsAwayNothingIsTaken() throws Exception {
        bed.background.away(true);
        JsonNode error = json(background("\"input\":" + script("\"tokens\":2")), 503);
        assertThat(error.at("/error/code").asText()).isEqualTo("store_unavailable");
        bed.background.away(false);
        assertThat(bed.credit.used(bed.tenant, SpendScope.TENANT)).hasValue(NanoWon.ZERO);
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void anAnswerThatCouldNotBeKeptIsAskedForAgainAndPaidOnce() throws Exception {
        bed.responses.away(true);
        ResponseId id = id(ask("\"input\":" + script("\"tokens\":3")));
        await("it was answered once", () -> !engine.requests().isEmpty());
        bed.responses.away(false);
        assertThat(ended(id).path("status").asText()).isEqualTo("completed");
        int asked = engine.requests().size();
        List<JournalRecord> records = bed.records(2 * asked);
        long paid = records.stream()
                .filter(record -> record.kind() == RecordKind.SETTLE)
                .filter(record -> JournalEntry.decode(record.payload()).ending().outcome() == Outcome.COMPLETED)
                .count();
        assertThat(paid).isEqualTo(1);
    }

    @Test
    void oneTenantLeavesRoomForOthers() throws Exception {
        List<ResponseId> ids = new ArrayList<>();
        for (int i = 0; i < GatewayBed.BACKGROUND_RUNNING / 2; i++) {
            ids.add(id(ask("\"input\":" + script("\"tokens\":400,\"gapMillis\":20"))));
        }
        HttpResponse<String> refused = background("\"input\":" + script("\"tokens\":2"));
        assertThat(json(refused, 429).at("/error/code").asText()).isEqualTo("background_full");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
        ids.forEach(this::cancel);
        await("there is room", () -> bed.runner.size() == 0);
        assertThat(ended(id(ask("\"input\":" + script("\"tokens\":2"))))
                        .path("status")
                        .asText())
                .isEqualTo("completed");
    }

    @Test
    void onlyWhatIsKeptMayWait() throws Exception {
        JsonNode error = json(background("\"store\":false,\"input\":\"a\""), 400);
        assertThat(error.at("/error/param").asText()).isEqualTo("background");
    }

    @Test
    void aModelThatIsNotThereIsSaidAtOnce() throws Exception {
        JsonNode error = json(post("/v1/responses", "{\"model\":\"nobody\",\"background\":true,\"input\":\"a\"}"), 404);
        assertThat(error.at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(Set.copyOf(bed.background.open(0, 9))).isEmpty();
    }

    /** What a gateway leaves that died right after it took a request. */
    private ResponseId put(boolean streamed) {
        var id = new ResponseId(bed.nextId());
        bed.background.put(bed.tenant, asked(id, streamed, "\"tokens\":3"), joined(queued(id)));
        return id;
    }

    private BackgroundResponse asked(ResponseId id, boolean streamed, String script) {
        String body = "{\"model\":\"scripted\",\"background\":true,\"stream\":" + streamed + ",\"input\":"
                + script(script) + "}";
        return new BackgroundResponse(
                id,
                bed.lastingProject(),
                bed.lastingKey(),
                "en",
                streamed,
                List.of(),
                body.getBytes(StandardCharsets.UTF_8),
                "[]".getBytes(StandardCharsets.UTF_8),
                ("{\"id\":\"" + id.text() + "\",\"object\":\"response\",\"status\":\"queued\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonNode> queued(ResponseId id) {
        List<JsonNode> events = new ArrayList<>();
        for (String type : List.of("response.created", "response.queued")) {
            events.add(JSON.createObjectNode()
                    .put("type", type)
                    .put("sequence_number", events.size())
                    .set("response", JSON.createObjectNode().put("id", id.text())));
        }
        return events;
    }

    private static byte[] joined(List<JsonNode> events) {
        StringBuilder all = new StringBuilder();
        events.forEach(event -> all.append("event: ")
                .append(event.path("type").asText())
                .append("\ndata: ")
                .append(event)
                .append("\n\n"));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> background(String members) throws Exception {
        return post("/v1/responses", "{\"model\":\"scripted\",\"background\":true," + members + "}");
    }

    private JsonNode ask(String members) throws Exception {
        return json(background(members), 200);
    }

    private static ResponseId id(JsonNode response) {
        return ResponseId.parse(response.path("id").asText());
    }

    private JsonNode now(ResponseId id) throws Exception {
        return JSON.readTree(bed.runner.now(bed.tenant, id));
    }

    private String status(ResponseId id) {
        try {
            return now(id).path("status").asText();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private byte[] cancel(ResponseId id) {
        return bed.runner.cancel(bed.tenant, id);
    }

    private JsonNode ended(ResponseId id) throws Exception {
        await(id + " ends", () -> isEnded(id));
        return now(id);
    }

    private boolean isEnded(ResponseId id) {
        return bed.background.standing(bed.tenant, id).filter(Standing::ended).isPresent();
    }

    private String followed(BackgroundRunner runner, ResponseId id, long after) throws InterruptedException {
        EventSource source = runner.follow(bed.tenant, id, after);
        StringBuilder all = new StringBuilder();
        Optional<byte[]> next = Optional.ofNullable(source.next());
        while (next.isPresent()) {
            all.append(new String(next.get(), StandardCharsets.UTF_8));
            next = Optional.ofNullable(source.next());
        }
        return all.toString();
    }

    private void write(Socket socket, String body) throws Exception {
        socket.setSoTimeout(10_000);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream()
                .write(("POST /v1/responses HTTP/1.1\r\nhost: hanok\r\ncontent-type: application/json\r\n"
                                + "authorization: Bearer " + key() + "\r\ncontent-length: " + bytes.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(bytes);
    }

    private static String readUntil(Socket socket, String text) throws Exception {
        StringBuilder seen = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (seen.indexOf(text) < 0) {
            int length = socket.getInputStream().read(buffer);
            assertThat(length).as(seen.toString()).isPositive();
            seen.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
        return seen.toString();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Instant until = Instant.now().plus(Duration.ofSeconds(15));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("%s in time", what).isBefore(until);
            Thread.sleep(10);
        }
    }
}
