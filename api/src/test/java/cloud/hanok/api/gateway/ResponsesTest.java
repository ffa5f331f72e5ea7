package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.RecordKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses on the byte path. */
class ResponsesTest extends ProtocolBed {
    /** All that may be sent: an event of another type breaks official clients. */
    private static final Set<String> KNOWN = Set.of(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.reasoning_text.delta",
            "response.reasoning_text.done",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed",
            "response.incomplete",
            "response.failed",
            "error");

    @Override
    String key() {
        return GatewayBed.LASTING_KEY;
    }

    @Test
    void aResponseHasEveryMemberAndItsTokensAreCounted() throws Exception {
        JsonNode response = ask("\"instructions\":\"짧게\",\"max_output_tokens\":40,\"input\":"
                + script("\"tokens\":5,\"promptTokens\":9,\"cachedTokens\":2"));

        assertThat(response.path("id").asText()).startsWith("resp_");
        assertThat(response.path("object").asText()).isEqualTo("response");
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(response.path("model").asText()).isEqualTo(GatewayBed.MODEL);
        assertThat(response.path("instructions").asText()).isEqualTo("짧게");
        assertThat(response.at("/output/0/type").asText()).isEqualTo("message");
        assertThat(response.at("/output/0/content/0/text").asText()).startsWith("대한민국의 수도는 서울");
        assertThat(response.at("/output/0/content/0/annotations").isArray()).isTrue();
        assertThat(response.at("/output/0/content/0/logprobs").isArray()).isTrue();
        assertThat(response.path("usage"))
                .isEqualTo(JSON.readTree("{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":2,"
                        + "\"cache_write_tokens\":0},\"output_tokens\":5,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":14}"));
        assertThat(settled()).satisfies(entry -> {
            assertThat(entry.ending().usage()).isEqualTo(new TokenUsage(7, 2, 5));
            assertThat(entry.ending().outcome()).isEqualTo(Outcome.COMPLETED);
        });
        assertThat(asked().path("messages"))
                .extracting(message -> message.path("role").asText())
                .containsExactly("system", "user");
        assertThat(asked().path("max_tokens").asInt()).isEqualTo(40);
    }

    /** What Open Responses wants to be there though nobody asked for it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperature|1.0",
                "top_p|1.0",
                "presence_penalty|0.0",
                "frequency_penalty|0.0",
                "top_logprobs|0",
                "tools|[]",
                "tool_choice|\"auto\"",
                "parallel_tool_calls|true",
                "truncation|\"disabled\"",
                "background|false",
                "service_tier|\"default\"",
                "store|true",
                "metadata|{}",
                "text|{\"format\":{\"type\":\"text\"},\"verbosity\":\"medium\"}",
                "reasoning|{\"effort\":null,\"summary\":null}",
                "error|null",
                "incomplete_details|null",
                "previous_response_id|null",
                "conversation|null",
                "max_output_tokens|null",
                "max_tool_calls|null",
                "safety_identifier|null",
                "prompt_cache_key|null"
            })
    void whatNobodySaidHasItsDefault(String member, String value) throws Exception {
        JsonNode response = ask("\"input\":" + script("\"tokens\":1"));
        assertThat(response.has(member)).isTrue();
        assertThat(response.path(member)).isEqualTo(JSON.readTree(value));
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, mode = EnumSource.Mode.EXCLUDE, names = "NANO_E5")
    void aStreamIsNumberedWithoutAGapAndSaysTheSameAsTheWhole(EngineKind kind) throws Exception {
        bed.serve(kind, engine.port());
        List<JsonNode> events = stream("\"input\":" + script("\"tokens\":6,\"thoughts\":2"));

        assertThat(events).extracting(event -> event.path("type").asText()).allMatch(KNOWN::contains);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .startsWith("response.created", "response.in_progress", "response.output_item.added")
                .endsWith("response.content_part.done", "response.output_item.done", "response.completed");
        JsonNode response = events.getLast().path("response");
        assertThat(response.path("output"))
                .extracting(item -> item.path("type").asText())
                .containsExactly("reasoning", "message");
        assertThat(response.at("/output/1/content/0/text").asText())
                .isEqualTo(joined(events, "response.output_text.delta"));
        assertThat(response.at("/output/0/content/0/text").asText())
                .isEqualTo(joined(events, "response.reasoning_text.delta"))
                .isNotEmpty();
        assertThat(response.at("/usage/output_tokens").asInt())
                .as("thoughts too")
                .isEqualTo(8);
        assertThat(events.stream()
                        .filter(event -> event.path("type").asText().equals("response.output_item.done"))
                        .map(event -> event.path("item"))
                        .toList())
                .containsExactly(response.at("/output/0"), response.at("/output/1"));
    }

    @Test
    void callsOfToolsAreItemsInBothForms() throws Exception {
        String asks =
                "\"tools\":[{\"type\":\"function\",\"name\":\"날씨\",\"parameters\":{\"type\":\"object\"}}],\"input\":"
                        + script(
                                "\"tokens\":4,\"calls\":[{\"name\":\"get_weather\",\"arguments\":\"{\\\"도시\\\":\\\"서울\\\"}\"},"
                                        + "{\"name\":\"get_time\",\"arguments\":\"{}\"}],\"finish\":\"tool_calls\"");
        JsonNode whole = ask(asks);
        JsonNode streamed = stream(asks).getLast().path("response");

        for (JsonNode response : List.of(whole, streamed)) {
            assertThat(response.path("status").asText()).isEqualTo("completed");
            List<JsonNode> calls = response.path("output")
                    .valueStream()
                    .filter(item -> item.path("type").asText().equals("function_call"))
                    .toList();
            assertThat(calls).hasSize(2);
            assertThat(calls.getFirst().path("name").asText()).isEqualTo("get_weather");
            assertThat(JSON.readTree(calls.getFirst().path("arguments").asText())
                            .path("도시")
                            .asText())
                    .isEqualTo("서울");
            assertThat(calls.getFirst().path("call_id").asText()).isNotEmpty();
            assertThat(calls.getFirst().path("id").asText()).startsWith("fc_");
        }
        assertThat(asked().at("/tools/0/function/name").asText()).isEqualTo("날씨");
    }

    @Test
    void anAnswerThatHitsItsBoundIsIncomplete() throws Exception {
        String asks = "\"input\":" + script("\"tokens\":3,\"finish\":\"length\"");
        JsonNode whole = ask(asks);
        List<JsonNode> events = stream(asks);

        assertThat(events.getLast().path("type").asText()).isEqualTo("response.incomplete");
        for (JsonNode response : List.of(whole, events.getLast().path("response"))) {
            assertThat(response.path("status").asText()).isEqualTo("incomplete");
            assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
            assertThat(response.at("/output/0/status").asText()).isEqualTo("incomplete");
        }
    }

    @Test
    void aStreamThatBreaksOffSaysSoInTheTwoWaysThatClientsKnow() throws Exception {
        List<JsonNode> events = stream("\"input\":" + script("\"tokens\":9,\"dieAfterTokens\":4"));

        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .endsWith("response.failed", "error")
                .doesNotContain("response.completed");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        JsonNode failed = events.get(events.size() - 2).path("response");
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/code").asText()).isEqualTo("server_error");
        assertThat(events.getLast().path("code").asText()).isEqualTo("engine_failed");
        assertThat(settled().ending().outcome()).isEqualTo(Outcome.ENGINE_FAILED);
        assertThat(stored(failed)).as("nobody can go on from it").isFalse();
    }

    @Test
    void aConversationGoesOnFromWhatIsKept() throws Exception {
        JsonNode first = ask("\"instructions\":\"처음\",\"input\":" + script("\"tokens\":4"));
        JsonNode second = ask("\"instructions\":\"다음\",\"previous_response_id\":\""
                + first.path("id").asText() + "\",\"input\":" + script("\"tokens\":3"));
        JsonNode third = stream("\"previous_response_id\":\""
                        + second.path("id").asText() + "\",\"input\":" + script("\"tokens\":2"))
                .getLast()
                .path("response");

        JsonNode messages = asked().path("messages");
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .as("instructions are of one response")
                .containsExactly("user", "assistant", "user", "assistant", "user");
        assertThat(messages.get(1).path("content").asText())
                .isEqualTo(first.at("/output/0/content/0/text").asText());
        assertThat(messages.get(3).path("content").asText())
                .isEqualTo(second.at("/output/0/content/0/text").asText());
        assertThat(third.path("previous_response_id").asText())
                .isEqualTo(second.path("id").asText());
    }

    @Test
    void resultsOfToolsFindTheirCallsInWhatIsKept() throws Exception {
        JsonNode first = ask(
                "\"input\":"
                        + script(
                                "\"tokens\":2,\"calls\":[{\"name\":\"get_weather\",\"arguments\":\"{}\"}],\"finish\":\"tool_calls\""));
        String call = first.path("output")
                .valueStream()
                .filter(item -> item.has("call_id"))
                .findFirst()
                .orElseThrow()
                .path("call_id")
                .asText();
        ask("\"previous_response_id\":\"" + first.path("id").asText()
                + "\",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"" + call
                + "\",\"output\":\"맑음\"},{\"role\":\"user\",\"content\":" + script("\"tokens\":1") + "}]");

        JsonNode messages = asked().path("messages");
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "tool", "user");
        assertThat(messages.get(1).at("/tool_calls/0/id").asText()).isEqualTo(call);
        assertThat(messages.get(2).path("tool_call_id").asText()).isEqualTo(call);
    }

    @Test
    void anItemMayBeNamedInsteadOfSent() throws Exception {
        JsonNode first = ask("\"input\":" + script("\"tokens\":4"));
        String item = first.at("/output/0/id").asText();
        ask("\"store\":false,\"input\":[{\"role\":\"user\",\"content\":\"앞\"},{\"type\":\"item_reference\",\"id\":\""
                + item + "\"},{\"role\":\"user\",\"content\":" + script("\"tokens\":1") + "}]");
        assertThat(asked().path("messages").get(1).path("content").asText())
                .isEqualTo(first.at("/output/0/content/0/text").asText());

        JsonNode naming = ask("\"input\":[{\"type\":\"item_reference\",\"id\":\"" + item
                + "\"},{\"role\":\"user\",\"content\":" + script("\"tokens\":1") + "}]");
        ask("\"previous_response_id\":\"" + naming.path("id").asText() + "\",\"input\":" + script("\"tokens\":1"));
        assertThat(asked().path("messages").get(0).path("content").asText())
                .as("what was only named is a part of the conversation")
                .isEqualTo(first.at("/output/0/content/0/text").asText());

        JsonNode error = json(
                responses("\"input\":[{\"type\":\"item_reference\",\"id\":\"" + item.replace("000000", "000007")
                        + "\"}]"),
                400);
        assertThat(error.at("/error/param").asText()).isEqualTo("input[0].id");
    }

    @Test
    void whatIsNotKeptIsNotGoneOnFrom() throws Exception {
        JsonNode forgotten = ask("\"store\":false,\"input\":" + script("\"tokens\":2"));
        assertThat(forgotten.path("store").asBoolean()).isFalse();
        assertThat(stored(forgotten)).isFalse();
        for (String id : List.of(forgotten.path("id").asText(), "resp_none", "resp_01ARZ3NDEKTSV4RRFFQ69G5FAV")) {
            JsonNode error = json(responses("\"previous_response_id\":\"" + id + "\",\"input\":\"a\""), 400);
            assertThat(error.at("/error/code").asText()).isEqualTo("previous_response_not_found");
            assertThat(error.at("/error/param").asText()).isEqualTo("previous_response_id");
            assertThat(error.at("/error/message").asText()).contains(id);
        }
    }

    @Test
    void aConversationOfWhichAPartWasDeletedIsRefusedAndNotShortened() throws Exception {
        JsonNode first = ask("\"input\":" + script("\"tokens\":2"));
        JsonNode second = ask(
                "\"previous_response_id\":\"" + first.path("id").asText() + "\",\"input\":" + script("\"tokens\":2"));
        StoredResponse kept = kept(first);
        bed.responses.delete(bed.tenant, kept.id());

        JsonNode error =
                json(responses("\"previous_response_id\":\"" + second.path("id").asText() + "\",\"input\":\"a\""), 400);
        assertThat(error.at("/error/message").asText())
                .contains(first.path("id").asText());
    }

    @Test
    void anotherProjectHasNoneOfThem() throws Exception {
        JsonNode mine = ask("\"input\":" + script("\"tokens\":2"));
        String asks = "{\"model\":\"scripted\",\"previous_response_id\":\""
                + mine.path("id").asText() + "\",\"input\":\"a\"}";
        HttpResponse<String> others = send(request("/v1/responses", asks, GatewayBed.KEY));
        assertThat(json(others, 400).at("/error/code").asText()).isEqualTo("previous_response_not_found");
    }

    @Test
    void whereTheStoreIsAwayTheAnswerComesAndSaysThatItIsNotKept() throws Exception {
        bed.responses.away(true);
        assertThat(ask("\"input\":" + script("\"tokens\":2")).path("store").asBoolean(true))
                .isFalse();
        assertThat(stream("\"input\":" + script("\"tokens\":2"))
                        .getLast()
                        .at("/response/store")
                        .asBoolean(true))
                .isFalse();
        assertThat(settled().ending().outcome()).as("it was delivered").isEqualTo(Outcome.COMPLETED);

        JsonNode error =
                json(responses("\"previous_response_id\":\"resp_01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"input\":\"a\""), 503);
        assertThat(error.at("/error/code").asText()).isEqualTo("store_unavailable");
    }

    /** It is settled as any other: the stream reached its client, the body did not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientMayLeaveWhileItsAnswerIsBeingKept(boolean stream) throws Exception {
        var keeping = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        bed.responses.beforeKeep(() -> {
            keeping.countDown();
            awaited(goOn);
        });
        String body = "{\"model\":\"scripted\",\"stream\":" + stream + ",\"input\":" + script("\"tokens\":5") + "}";
        try (var socket = new Socket("127.0.0.1", bed.port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write(
                            ("POST /v1/responses HTTP/1.1\r\nhost: hanok\r\ncontent-type: application/json\r\nauthorization: Bearer "
                                            + key() + "\r\ncontent-length: "
                                            + body.getBytes(StandardCharsets.UTF_8).length
                                            + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(keeping.await(10, TimeUnit.SECONDS)).isTrue();
        }
        // The event loop hears of it within a moment; there is nothing to see of that from outside.
        Thread.sleep(300);
        goOn.countDown();

        List<JournalRecord> records = bed.records(stream ? 2 : 3);
        assertThat(JournalEntry.decode(records.get(1).payload()).ending()).satisfies(ending -> {
            assertThat(ending.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(ending.usage().outputTokens()).isEqualTo(5);
        });
        assertThat(records.getLast().kind()).isEqualTo(stream ? RecordKind.SETTLE : RecordKind.AMEND);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSilentStreamLivesByCommentsAndItsFailureIsAResponse() throws Exception {
        bed.timeouts = new AnswerTimeouts(2, 2);
        bed.serve(EngineKind.VLLM, engine.port());
        String body = "{\"model\":\"scripted\",\"stream\":true,\"input\":" + script("\"hangBeforeHead\":true") + "}";
        HttpResponse<String> answer = send(request("/v1/responses", body, key()).header("x-hanok-heartbeat", "1"));
        assertThat(answer.body()).startsWith(": keep-alive\n\n");
        assertThat(events(answer.body()))
                .extracting(event -> event.path("type").asText())
                .containsExactly("response.created", "response.in_progress", "response.failed", "error");
    }

    @Test
    void whatIsKeptIsWhatTheClientGot() throws Exception {
        HttpResponse<String> whole = responses("\"input\":" + script("\"tokens\":5"));
        JsonNode response = json(whole, 200);
        assertThat(kept(response).output()).asString(StandardCharsets.UTF_8).isEqualTo(whole.body());
        JsonNode input = JSON.readTree(kept(response).input());
        assertThat(input).hasSize(1);
        assertThat(input.get(0).path("id").asText()).startsWith("msg_");
        assertThat(input.get(0).at("/content/0/type").asText()).isEqualTo("input_text");

        JsonNode streamed =
                stream("\"input\":" + script("\"tokens\":5")).getLast().path("response");
        assertThat(JSON.readTree(kept(streamed).output())).isEqualTo(streamed);
    }

    @Test
    void itsLengthIsCountedWithWhatItGoesOnFrom() throws Exception {
        JsonNode first = ask("\"input\":" + script("\"tokens\":4"));
        JsonNode alone = json(post("/v1/responses/input_tokens", "{\"model\":\"scripted\",\"input\":\"안녕\"}"), 200);
        assertThat(alone).isEqualTo(JSON.readTree("{\"object\":\"response.input_tokens\",\"input_tokens\":12}"));
        assertThat(asked().path("messages")).hasSize(1);
        json(
                post(
                        "/v1/responses/input_tokens",
                        "{\"model\":\"scripted\",\"input\":\"안녕\",\"previous_response_id\":\""
                                + first.path("id").asText() + "\"}"),
                200);
        assertThat(asked().path("messages")).hasSize(3);
    }

    @Test
    void theFormOfTheTextIsHandedOn() throws Exception {
        ask(
                "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"도시\",\"strict\":true,\"schema\":{\"type\":\"object\"}}},"
                        + "\"reasoning\":{\"effort\":\"low\"},\"temperature\":0.5,\"tool_choice\":\"none\",\"input\":"
                        + script("\"tokens\":1"));
        assertThat(asked().at("/response_format/json_schema/schema/type").asText())
                .isEqualTo("object");
        assertThat(asked().at("/response_format/json_schema/strict").asBoolean())
                .isTrue();
        assertThat(asked().path("reasoning_effort").asText()).isEqualTo("low");
        assertThat(asked().path("temperature").asDouble()).isEqualTo(0.5);
    }

    @Test
    void whatStandsBeforeAConversationIsOneMessage() throws Exception {
        ask(
                "\"instructions\":\"하나\",\"input\":[{\"role\":\"developer\",\"content\":\"둘\"},{\"type\":\"message\",\"role\":\"system\","
                        + "\"content\":[{\"type\":\"input_text\",\"text\":\"셋\"}]},{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":"
                        + script("\"tokens\":1")
                        + "},{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,iVBORw0KGgo=\",\"detail\":\"low\"}]}]");
        JsonNode messages = asked().path("messages");
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).path("content").asText()).isEqualTo("하나\n\n둘\n\n셋");
        assertThat(messages.get(1).at("/content/1/image_url/detail").asText()).isEqualTo("low");
    }

    @Test
    void aModelThatCannotIsNotAsked() throws Exception {
        bed.capabilities = new Capabilities(EnumSet.of(Capability.CHAT), 0);
        bed.serve(EngineKind.VLLM, engine.port());
        JsonNode error = json(
                responses("\"input\":\"a\",\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{}}]"), 400);
        assertThat(error.at("/error/code").asText()).isEqualTo("capability_missing");
        assertThat(error.at("/error/param").asText()).isEqualTo("tools");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|null",
                "{}|input",
                "{\"input\":\"a\"}|model",
                "{\"model\":\"scripted\"}|input",
                "{\"model\":\"scripted\",\"input\":7}|input",
                "{\"model\":\"scripted\",\"input\":[]}|input",
                "{\"model\":\"scripted\",\"input\":[7]}|input[0]",
                "{\"model\":\"scripted\",\"input\":[{}]}|input[0].type",
                "{\"model\":\"scripted\",\"input\":[{\"type\":\"computer_call\"}]}|input[0].type",
                "{\"model\":\"scripted\",\"input\":[{\"role\":\"bot\",\"content\":\"a\"}]}|input[0].role",
                "{\"model\":\"scripted\",\"input\":[{\"role\":\"user\"}]}|input[0].content",
                "{\"model\":\"scripted\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\"}]}]}|input[0].content[0].type",
                "{\"model\":\"scripted\",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\"}]}|input[0].output",
                "{\"model\":\"scripted\",\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}|input[0].id",
                "{\"model\":\"scripted\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"http://169.254.169.254/\"}]}]}|input[0].content[0].image_url",
                "{\"model\":\"scripted\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"file-1\"}]}]}|input[0].content[0].file_id",
                "{\"model\":\"scripted\",\"input\":\"a\",\"tools\":[7]}|tools[0]",
                "{\"model\":\"scripted\",\"input\":\"a\",\"prompt\":{\"id\":\"pmpt_1\"}}|prompt",
                "{\"model\":\"scripted\",\"input\":\"a\",\"background\":true,\"store\":false}|background",
                "{\"model\":\"scripted\",\"input\":\"a\",\"truncation\":\"auto\"}|truncation",
                "{\"model\":\"scripted\",\"input\":\"a\",\"temperature\":3}|temperature",
                "{\"model\":\"scripted\",\"input\":\"a\",\"max_output_tokens\":0}|max_output_tokens",
                "{\"model\":\"scripted\",\"input\":\"a\",\"stream_options\":{}}|stream_options",
                "{\"model\":\"scripted\",\"input\":\"a\",\"store\":\"yes\"}|store",
                "{\"model\":\"scripted\",\"input\":\"a\",\"metadata\":{\"a\":1}}|metadata.a",
                "{\"model\":\"scripted\",\"input\":\"a\",\"tools\":[{\"type\":\"web_search\"}]}|tools[0].type",
                "{\"model\":\"scripted\",\"input\":\"a\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],\"tool_choice\":{\"type\":\"function\",\"name\":\"g\"}}|tool_choice.name",
                "{\"model\":\"scripted\",\"input\":\"a\",\"text\":{\"format\":{\"type\":\"xml\"}}}|text.format.type"
            })
    void aWrongRequestIsRefusedByItsParameter(String body, String param) throws Exception {
        JsonNode error = json(post("/v1/responses", body), 400);
        assertThat(error.at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.at("/error/param").asText("null")).isEqualTo(param);
        assertThat(error.at("/error/messages/ko").asText()).isNotEmpty();
    }

    private HttpResponse<String> responses(String members) throws Exception {
        return post("/v1/responses", "{\"model\":\"scripted\"," + members + "}");
    }

    private JsonNode ask(String members) throws Exception {
        return json(responses(members), 200);
    }

    private List<JsonNode> stream(String members) throws Exception {
        HttpResponse<String> answer = responses("\"stream\":true," + members);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("[DONE]");
        return events(answer.body());
    }

    private static String joined(List<JsonNode> events, String type) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events) {
            if (event.path("type").asText().equals(type)) {
                text.append(event.path("delta").asText());
            }
        }
        return text.toString();
    }

    private boolean stored(JsonNode response) {
        return bed.responses
                .find(bed.tenant, ResponseId.parse(response.path("id").asText()))
                .isPresent();
    }

    private StoredResponse kept(JsonNode response) {
        return bed.responses
                .find(bed.tenant, ResponseId.parse(response.path("id").asText()))
                .orElseThrow();
    }
}
