package cloud.hanok.api.responses;

import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.api.openai.ChatMessage;
import cloud.hanok.api.openai.NamedEvents;
import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.engine.SseSplitter;
import cloud.hanok.cluster.engine.Surrogates;
import cloud.hanok.cluster.engine.TokenCounts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat's stream as the events of a response, numbered from 0 without a gap: its start, items of thought, text and calls, one after the
 * other, and its end with all of it. The start waits for the first content, so that a response that another engine has to answer has one
 * start.
 */
final class ResponseStream implements StreamForm {
    /** How many events a response that waits has. */
    static final int EVENTS_OF_QUEUED = 2;

    static final String FAILED = "response.failed";
    static final String ERROR = "error";
    private static final String CREATED = "response.created";

    private final ResponseAnswer answer;
    private final ObjectNode response;
    private final SseSplitter splitter = new SseSplitter();
    private final ArrayNode items = ResponsesReader.JSON.createArrayNode();
    private TokenCounts counts = new TokenCounts();
    private Bytes out = new Bytes();
    private long sequence;
    private boolean started;
    private String finish = "";
    private @Nullable Open open;

    /** The item that is being answered. */
    private sealed interface Open {
        /** Its text so far. */
        StringBuilder text();
    }

    private record Thought(String id, StringBuilder text) implements Open {}

    private record Text(String id, StringBuilder text, ArrayNode logprobs) implements Open {}

    private record Call(String id, int index, String callId, String name, StringBuilder text) implements Open {}

    /** @param model that answers */
    ResponseStream(ResponseAnswer answer, String model) {
        this.answer = answer;
        this.response = answer.begun(model).put("status", ResponseObject.IN_PROGRESS);
        this.sequence = answer.background() ? EVENTS_OF_QUEUED : 0;
    }

    /** The first events of one that is answered in the background; its stream goes on from them. */
    static byte[] queued(ObjectNode queued) {
        var first = new Bytes();
        long number = 0;
        for (String type : List.of(CREATED, "response.queued")) {
            NamedEvents.add(with(numbered(type, number++), "response", queued), first);
        }
        return first.copy();
    }

    /** The last events of one that could not be begun. */
    static byte[] failed(ObjectNode failed, long sequence, String code, String message, @Nullable String param) {
        var last = new Bytes();
        NamedEvents.add(with(numbered(FAILED, sequence), "response", failed), last);
        NamedEvents.add(
                numbered(ERROR, sequence + 1)
                        .put("code", code)
                        .put("message", message)
                        .put("param", param),
                last);
        return last.copy();
    }

    @Override
    public void add(Bytes events, TokenCounts now, Bytes to) {
        counts = now;
        out = to;
        splitter.feed(events.array(), 0, events.length(), this::chunk);
    }

    @Override
    public Ending end() {
        out = new Bytes();
        start();
        if (open == null && items.isEmpty()) {
            openText();
        }
        close();
        ResponseObject.end(response, finish, items, counts, answer.now());
        byte[] before = out.copy();
        String type = "response." + response.path("status").asText();
        long last = sequence++;
        return new Ending(
                ended(before, type, last, response),
                answer.keepsake(
                        response,
                        () -> StoredItems.bytes(response),
                        () -> ended(before, type, last, ResponseAnswer.unkept(response))));
    }

    private static byte[] ended(byte[] before, String type, long number, ObjectNode response) {
        ObjectNode event = with(numbered(type, number), "response", response);
        var bytes = new Bytes().add(before);
        NamedEvents.add(event, bytes);
        return bytes.copy();
    }

    /** A failed response, then the error: of each some clients take no notice. */
    @Override
    public byte[] failure(Failure error) {
        out = new Bytes();
        start();
        ResponseObject.fail(response, error.code(), error.message(), error.ours());
        response.set("output", items);
        event(with(typed(FAILED), "response", response));
        event(typed(ERROR)
                .put("code", error.code())
                .put("message", error.message())
                .put("param", error.param()));
        return out.copy();
    }

    private void chunk(byte[] bytes, int from, int to) {
        JsonNode choice;
        try {
            choice = ResponsesReader.JSON
                    .readTree(bytes, from, to - from)
                    .path("choices")
                    .path(0);
        } catch (IOException unreadable) {
            throw new UnreadableException(unreadable);
        }
        JsonNode delta = choice.path("delta");
        think(ChatMessage.thought(delta));
        say(delta.path("content").asText(""), choice.path("logprobs").path("content"));
        delta.path("tool_calls").forEach(this::call);
        if (choice.path("finish_reason").isTextual()) {
            finish = choice.path("finish_reason").asText();
        }
    }

    private void think(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (!(open instanceof Thought)) {
            String id = id(ItemIds.REASONING);
            ObjectNode item = OutputItem.begun(id, InputItems.REASONING).put("status", "in_progress");
            item.putArray("summary");
            item.putArray("content");
            begin(new Thought(id, new StringBuilder()), item);
            part("response.content_part.added", id, OutputItem.thought(""));
        }
        if (open instanceof Thought(var id, var so)) {
            so.append(text);
            event(at(typed("response.reasoning_text.delta"), id).put("delta", text));
        }
    }

    private void say(String text, JsonNode logprobs) {
        if (text.isEmpty()) {
            return;
        }
        if (!(open instanceof Text)) {
            openText();
        }
        if (open instanceof Text(var id, var so, var all)) {
            so.append(text);
            ArrayNode some = OutputItem.logprobs(logprobs);
            all.addAll(some);
            event(with(at(typed("response.output_text.delta"), id).put("delta", text), "logprobs", some));
        }
    }

    private void openText() {
        String id = id(ItemIds.MESSAGE);
        ObjectNode item = OutputItem.begun(id, InputItems.MESSAGE)
                .put("status", "in_progress")
                .put("role", "assistant");
        item.putArray("content");
        begin(new Text(id, new StringBuilder(), ResponsesReader.JSON.createArrayNode()), item);
        part("response.content_part.added", id, OutputItem.text("", ResponsesReader.JSON.createArrayNode()));
    }

    private void call(JsonNode call) {
        int index = call.path("index").asInt(0);
        JsonNode function = call.path("function");
        if (!(open instanceof Call same && same.index == index)) {
            String id = id(ItemIds.CALL);
            var next = new Call(
                    id, index, call.path("id").asText(), function.path("name").asText(), new StringBuilder());
            begin(next, OutputItem.call(id, next.callId, next.name, "").put("status", "in_progress"));
        }
        String arguments = function.path("arguments").asText("");
        if (!arguments.isEmpty() && open instanceof Call into) {
            into.text.append(arguments);
            event(item(typed("response.function_call_arguments.delta"), into.id).put("delta", arguments));
        }
    }

    private void begin(Open next, ObjectNode item) {
        start();
        close();
        open = next;
        event(with(placed(typed("response.output_item.added")), "item", item));
    }

    private void close() {
        Open ending = open;
        if (ending == null) {
            return;
        }
        String text = Surrogates.whole(ending.text().toString());
        ObjectNode item = switch (ending) {
            case Thought thought -> {
                event(at(typed("response.reasoning_text.done"), thought.id).put("text", text));
                part("response.content_part.done", thought.id, OutputItem.thought(text));
                yield OutputItem.reasoning(thought.id, text);
            }
            case Text said -> {
                event(with(
                        at(typed("response.output_text.done"), said.id).put("text", text), "logprobs", said.logprobs));
                part("response.content_part.done", said.id, OutputItem.text(text, said.logprobs));
                yield OutputItem.message(said.id, text, said.logprobs);
            }
            case Call call -> {
                event(item(typed("response.function_call_arguments.done"), call.id)
                        .put("name", call.name)
                        .put("arguments", text));
                yield OutputItem.call(call.id, call.callId, call.name, text);
            }
        };
        event(with(placed(typed("response.output_item.done")), "item", item));
        items.add(item);
        open = null;
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        if (!answer.background()) {
            event(with(typed(CREATED), "response", response));
        }
        event(with(typed("response.in_progress"), "response", response));
    }

    private String id(String prefix) {
        return ItemIds.output(prefix, answer.response(), items.size() + (open == null ? 0 : 1));
    }

    private void part(String type, String id, ObjectNode part) {
        event(with(at(typed(type), id), "part", part));
    }

    private static ObjectNode with(ObjectNode event, String member, JsonNode value) {
        event.set(member, value);
        return event;
    }

    /** Names the item and its only part. */
    private ObjectNode at(ObjectNode event, String id) {
        return item(event, id).put("content_index", 0);
    }

    private ObjectNode item(ObjectNode event, String id) {
        return placed(event.put("item_id", id));
    }

    private ObjectNode placed(ObjectNode event) {
        return event.put("output_index", items.size());
    }

    private ObjectNode typed(String type) {
        return numbered(type, sequence++);
    }

    private static ObjectNode numbered(String type, long number) {
        return ResponsesReader.JSON.createObjectNode().put("type", type).put("sequence_number", number);
    }

    private void event(ObjectNode event) {
        NamedEvents.add(event, out);
    }
}
