package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static cloud.hanok.api.slice.AskedBatches.CHAT;
import static cloud.hanok.api.slice.AskedBatches.PATIENCE;
import static cloud.hanok.api.slice.AskedBatches.chat;
import static cloud.hanok.api.slice.AskedBatches.create;
import static cloud.hanok.api.slice.AskedBatches.ended;
import static cloud.hanok.api.slice.AskedBatches.line;
import static cloud.hanok.api.slice.AskedBatches.lines;
import static cloud.hanok.api.slice.AskedBatches.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams.Endpoint;
import com.openai.models.batches.BatchListParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches by OpenAI's own Java client against the whole program: real stores, real keys. */
@ExtendWith(Slice.Shared.class)
class BatchesIT {
    private static Slice slice;
    private static Customer customer;
    private static OpenAIClient client;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("배치", "KR");
        client = slice.client(customer.key());
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void everyLineIsInTheOutputOrInTheErrorsAndTheAnswersCostHalf() {
        Customer own = slice.customer("배치 정산", "KR");
        OpenAIClient asking = slice.client(own.key());
        long before = System.currentTimeMillis() / 1000;
        int answered = 70;
        var input = new StringBuilder();
        for (int i = 0; i < answered; i++) {
            input.append(chat("민원-" + i, "billed", "\"tokens\":10")).append('\n');
        }
        input.append(line("없는 모델", CHAT, "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}"))
                .append('\n')
                .append(line("틀린 요청", CHAT, "{\"model\":\"" + Slice.MODEL + "\",\"messages\":7}"));
        Batch made = create(asking, upload(asking, input.toString()), Endpoint.V1_CHAT_COMPLETIONS)
                .validate();
        assertThat(made.expiresAt().orElseThrow() - made.createdAt()).isEqualTo(86_400);

        Batch batch = ended(asking, made.id()).validate();

        assertThat(batch.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(batch.requestCounts().orElseThrow().total()).isEqualTo(answered + 2);
        assertThat(batch.requestCounts().orElseThrow().completed()).isEqualTo(answered);
        assertThat(batch.requestCounts().orElseThrow().failed()).isEqualTo(2);
        assertThat(batch.usage().orElseThrow().outputTokens()).isEqualTo(answered * 10L);
        Map<String, JsonNode> output = lines(asking, batch.outputFileId().orElseThrow());
        Map<String, JsonNode> errors = lines(asking, batch.errorFileId().orElseThrow());
        assertThat(output.keySet()).isEqualTo(names("민원-", answered));
        assertThat(output.values()).allSatisfy(line -> {
            assertThat(line.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(line.at("/response/body/object").asText()).isEqualTo("chat.completion");
            assertThat(line.at("/response/body/usage/completion_tokens").asInt())
                    .isEqualTo(10);
            assertThat(line.get("error").isNull()).isTrue();
        });
        assertThat(of(errors, "없는 모델").at("/response/status_code").asInt()).isEqualTo(404);
        assertThat(of(errors, "없는 모델").at("/response/body/error/code").asText()).isEqualTo("model_not_found");
        assertThat(of(errors, "틀린 요청").at("/response/body/error/param").asText())
                .isEqualTo("messages");
        assertThat(slice.seen("batch-billed")).hasSize(answered);

        String receipt = of(output, "민원-0").at("/response/request_id").asText();
        await(
                "the receipt of a line",
                PATIENCE,
                () -> slice.house.get("/v1/receipts/" + receipt, own.bearer()).statusCode() == 200);
        List<JsonNode> usage = new ArrayList<>();
        await("the usage of the batch", PATIENCE, () -> {
            usage.clear();
            json(
                            slice.house.get(
                                    "/v1/organization/costs?group_by=batch&group_by=line_item&start_time=" + before,
                                    own.admin()),
                            200)
                    .at("/data/0/results")
                    .forEach(usage::add);
            return usage.stream().anyMatch(row -> row.path("quantity").asLong() == answered * 10L);
        });
        assertThat(usage)
                .allSatisfy(row -> assertThat(row.get("batch").asBoolean()).isTrue());
        assertThat(usage)
                .filteredOn(row -> row.path("quantity").asLong() == answered * 10L)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.at("/line_item").asText()).isEqualTo(Slice.MODEL + ", batch output");
                    assertThat(row.at("/amount/value")
                                    .decimalValue()
                                    .movePointRight(9)
                                    .longValueExact())
                            .isEqualTo(answered * 10L * (Slice.OUTPUT_NANO_WON / 2));
                });
        JsonNode none = json(
                slice.house.get("/v1/organization/usage/completions?batch=false&start_time=" + before, own.admin()),
                200);
        assertThat(none.at("/data/0/results")).isEmpty();
        asking.close();
    }

    @Test
    void eachEndpointIsAnsweredInItsOwnForm() {
        String model = "\"model\":\"" + Slice.MODEL + "\"";
        Map<Endpoint, String> bodies = Map.of(
                Endpoint.V1_RESPONSES, "{" + model + ",\"input\":\"안녕\"}",
                Endpoint.V1_COMPLETIONS, "{" + model + ",\"prompt\":\"안녕\"}");
        Map<Endpoint, String> objects =
                Map.of(Endpoint.V1_RESPONSES, "response", Endpoint.V1_COMPLETIONS, "text_completion");
        bodies.forEach((endpoint, body) -> {
            String input = line("a", endpoint.asString(), body);
            Batch batch = ended(
                    client, create(client, upload(client, input), endpoint).id());
            assertThat(batch.status()).isEqualTo(Batch.Status.COMPLETED);
            assertThat(batch.errorFileId()).isEmpty();
            assertThat(lines(client, batch.outputFileId().orElseThrow()))
                    .hasEntrySatisfying(
                            "a",
                            line -> assertThat(line.at("/response/body/object").asText())
                                    .isEqualTo(objects.get(endpoint)));
        });
    }

    @Test
    void whatIsWrongIsSaidByLineAndNothingIsAnswered() {
        String hook = slice.hooks.at("/ok/batches");
        slice.house.send(
                "/v1/webhook_endpoints",
                "POST",
                "{\"name\":\"배치\",\"url\":\"" + hook + "\",\"event_types\":[\"batch.failed\"]}",
                customer.bearer(),
                null);
        String input = chat("a", "refused", "\"tokens\":1") + "\n{\"custom_id\":\"b\"}\n" + "<>\n"
                + chat("a", "refused", "\"tokens\":1");

        Batch batch = ended(
                        client,
                        create(client, upload(client, input), Endpoint.V1_CHAT_COMPLETIONS)
                                .id())
                .validate();

        assertThat(batch.status()).isEqualTo(Batch.Status.FAILED);
        assertThat(batch.errors().orElseThrow().data().orElseThrow())
                .extracting(
                        error -> error.line().orElseThrow() + " " + error.code().orElseThrow())
                .containsExactly("2 missing_required_parameter", "3 invalid_json_line", "4 duplicate_custom_id");
        assertThat(batch.outputFileId()).isEmpty();
        assertThat(batch.failedAt()).isPresent();
        assertThat(slice.seen("batch-refused")).isEmpty();
        await(
                "the event",
                PATIENCE,
                () -> slice.hooks.to("/ok/batches").stream()
                        .anyMatch(message -> message.body().contains(batch.id())));
        UnexpectedStatusCodeException ended = catchThrowableOfType(
                UnexpectedStatusCodeException.class, () -> client.batches().cancel(batch.id()));
        assertThat(ended.statusCode()).isEqualTo(409);
        assertThat(ended.code()).hasValue("batch_ended");
    }

    @Test
    void aBatchThatIsCancelledKeepsItsAnswersAndAsksNothingMore() {
        int all = 200;
        var input = new StringBuilder();
        IntStream.range(0, all)
                .forEach(i -> input.append(chat("n" + i, "cancelled", "\"tokens\":4,\"gapMillis\":60"))
                        .append('\n'));
        String id = create(client, upload(client, input.toString()), Endpoint.V1_CHAT_COMPLETIONS)
                .id();
        await(
                "the first answers",
                PATIENCE,
                () -> client.batches()
                                .retrieve(id)
                                .requestCounts()
                                .orElseThrow()
                                .completed()
                        > 0);

        Batch cancelling = client.batches().cancel(id);
        assertThat(cancelling.status()).isIn(Batch.Status.CANCELLING, Batch.Status.CANCELLED);
        Batch batch = ended(client, id);

        assertThat(batch.status()).isEqualTo(Batch.Status.CANCELLED);
        Map<String, JsonNode> output = lines(client, batch.outputFileId().orElseThrow());
        Map<String, JsonNode> errors = lines(client, batch.errorFileId().orElseThrow());
        assertThat(errors.values())
                .allSatisfy(line -> assertThat(line.at("/error/code").asText()).isEqualTo("batch_cancelled"));
        assertThat(output.size() + errors.size()).isEqualTo(all);
        assertThat(batch.requestCounts().orElseThrow().completed()).isEqualTo(output.size());
        int asked = slice.seen("batch-cancelled").size();
        assertThat(asked).isLessThan(all);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        assertThat(slice.seen("batch-cancelled")).hasSize(asked);
        JsonNode logged = json(
                slice.house.get("/v1/organization/audit_logs?event_types[]=batch.cancelled", customer.admin()), 200);
        assertThat(logged.toString()).contains(id);
    }

    @Test
    void whoeverAsksAgainWithTheSameKeyGetsTheSameBatch() {
        Customer own = slice.customer("배치 반복", "KR");
        OpenAIClient asking = slice.client(own.key());
        String file = upload(asking, chat("a", "repeated", "\"tokens\":1"));
        String body = body(file, "/v1/chat/completions", "24h", "");
        JsonNode made = json(slice.house.send("/v1/batches", "POST", body, own.bearer(), "batch-1"), 200);
        JsonNode again = json(slice.house.send("/v1/batches", "POST", body, own.bearer(), "batch-1"), 200);
        assertThat(again.get("id")).isEqualTo(made.get("id"));
        JsonNode other = json(slice.house.send("/v1/batches", "POST", body, own.bearer(), "batch-2"), 200);
        assertThat(other.get("id")).isNotEqualTo(made.get("id"));
        assertThat(json(slice.house.get("/v1/batches", own.bearer()), 200).get("data"))
                .hasSize(2);
        assertCode(
                slice.house.send(
                        "/v1/batches", "POST", body(file, "/v1/responses", "24h", ""), own.bearer(), "batch-1"),
                422,
                "idempotency_key_reused");
        assertCode(slice.house.send("/v1/batches", "POST", body, own.bearer(), "a b"), 400, "invalid_value");
        ended(asking, made.get("id").asText());
        assertThat(json(slice.house.send("/v1/batches", "POST", body, own.bearer(), "batch-1"), 200)
                        .get("status")
                        .asText())
                .isEqualTo("completed");
        ended(asking, other.get("id").asText());
        assertThat(slice.seen("batch-repeated")).as("once for each batch").hasSize(2);
        JsonNode logged =
                json(slice.house.get("/v1/organization/audit_logs?event_types[]=batch.created", own.admin()), 200);
        assertThat(logged.get("data")).hasSize(2);
    }

    @Test
    void aFileThatIsDeletedWhileItsBatchRunsEndsItWithWhatWasAnswered() {
        int all = 400;
        var input = new StringBuilder();
        IntStream.range(0, all)
                .forEach(i -> input.append(chat("n" + i, "deleted", "\"tokens\":4,\"gapMillis\":60"))
                        .append('\n'));
        String file = upload(client, input.toString());
        String id = create(client, file, Endpoint.V1_CHAT_COMPLETIONS).id();
        await(
                "the first answers",
                PATIENCE,
                () -> client.batches()
                                .retrieve(id)
                                .requestCounts()
                                .orElseThrow()
                                .completed()
                        > 0);

        client.files().delete(file);
        Batch batch = ended(client, id).validate();

        assertThat(batch.status()).isEqualTo(Batch.Status.FAILED);
        assertThat(batch.errors().orElseThrow().data().orElseThrow())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).hasValue("batch_input_gone"));
        assertThat(lines(client, batch.outputFileId().orElseThrow()))
                .hasSize((int) batch.requestCounts().orElseThrow().completed());
        Batch late = ended(
                client,
                create(client, upload(client, chat("a", "x", "\"tokens\":1")), Endpoint.V1_CHAT_COMPLETIONS)
                        .id());
        assertThat(late.status()).isEqualTo(Batch.Status.COMPLETED);
    }

    @Test
    void whatCannotBeABatchIsRefusedAtOnce() {
        String file = upload(client, chat("a", "x", "\"tokens\":1"));
        String other = client.files()
                .create(FileCreateParams.builder()
                        .file(MultipartField.<java.io.InputStream>builder()
                                .value(new java.io.ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)))
                                .filename("x.txt")
                                .build())
                        .purpose(FilePurpose.USER_DATA)
                        .build())
                .id();
        Map<String, String> wrong = new HashMap<>();
        wrong.put("endpoint", body(file, "/v1/moderations", "24h", ""));
        wrong.put("completion_window", body(file, CHAT, "1h", ""));
        wrong.put("input_file_id", body(other, CHAT, "24h", ""));
        wrong.put("metadata.a", body(file, CHAT, "24h", ",\"metadata\":{\"a\":7}"));
        wrong.put(
                "output_expires_after.seconds",
                body(file, CHAT, "24h", ",\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":1}"));
        wrong.put("nothing", body(file, CHAT, "24h", ",\"nothing\":1"));
        wrong.forEach((param, body) ->
                assertParam(slice.house.send("/v1/batches", "POST", body, customer.bearer(), null), null, param));
        assertCode(
                slice.house.send(
                        "/v1/batches",
                        "POST",
                        body("file-01JD0000000000000000000000", CHAT, "24h", ""),
                        customer.bearer(),
                        null),
                404,
                "not_found");
        assertThat(catchThrowableOfType(
                                NotFoundException.class,
                                () -> client.batches().retrieve("batch_01JD0000000000000000000000"))
                        .code())
                .hasValue("not_found");
        assertThat(catchThrowableOfType(
                                NotFoundException.class, () -> client.batches().cancel("no id"))
                        .code())
                .hasValue("not_found");
        assertThat(catchThrowableOfType(
                        BadRequestException.class,
                        () -> client.batches()
                                .list(BatchListParams.builder().limit(0).build())))
                .isNotNull();
    }

    @Test
    void aKeyHasLinesAnsweredOnlyOfWhatItIsFor() {
        JsonNode limited = slice.house.created(
                Slice.keysOf(customer.project()),
                "{\"name\":\"벡터\",\"scopes\":{\"endpoints\":[\"files\",\"batches\",\"embeddings\"]}}");
        OpenAIClient narrow = slice.client(limited.get("value").asText());
        String file = upload(narrow, chat("a", "x", "\"tokens\":1"));
        PermissionDeniedException refused = catchThrowableOfType(
                PermissionDeniedException.class, () -> create(narrow, file, Endpoint.V1_CHAT_COMPLETIONS));
        assertThat(refused.statusCode()).isEqualTo(403);
        narrow.close();
    }

    @Test
    void batchesAreListedTheNewestFirstPageByPage() {
        Customer own = slice.customer("배치 목록", "KR");
        OpenAIClient listing = slice.client(own.key());
        String file = upload(listing, "not a line");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(create(listing, file, Endpoint.V1_CHAT_COMPLETIONS).id());
        }
        List<String> found = listing
                .batches()
                .list(BatchListParams.builder().limit(3).build())
                .autoPager()
                .stream()
                .map(Batch::id)
                .toList();
        assertThat(found).isEqualTo(made);
        listing.close();
    }

    private static String body(String file, String endpoint, String window, String more) {
        return "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"" + endpoint + "\",\"completion_window\":\"" + window
                + "\"" + more + "}";
    }

    private static JsonNode of(Map<String, JsonNode> lines, String name) {
        return Objects.requireNonNull(lines.get(name), name);
    }

    private static Set<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(java.util.stream.Collectors.toSet());
    }
}
