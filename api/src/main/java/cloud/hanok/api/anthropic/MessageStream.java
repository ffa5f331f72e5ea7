package cloud.hanok.api.anthropic;

import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.api.openai.ChatMessage;
import cloud.hanok.api.openai.NamedEvents;
import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.engine.SseSplitter;
import cloud.hanok.cluster.engine.TokenCounts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A chat's stream as the events of a message: its start, blocks of thought, text and calls of tools, one after the other, and its
 * end with the usage. The start waits for the first content, with which engines state how long the prompt was.
 */
final class MessageStream implements StreamForm {
    private final ObjectNode message;
    private final SseSplitter splitter = new SseSplitter();
    private TokenCounts counts = new TokenCounts();
    private Bytes out = new Bytes();
    private boolean started;
    private JsonNode last = MessageAnswer.JSON.missingNode();
    private int blocks;
    private @Nullable Kind open;
    private int openCall = -1;

    /** What a block holds. */
    private enum Kind {
        THINKING("thinking_delta", "thinking"),
        TEXT("text_delta", "text"),
        TOOL_USE("input_json_delta", "partial_json");

        private final String delta;
        private final String member;

        Kind(String delta, String member) {
            this.delta = delta;
            this.member = member;
        }
    }

    /** @param message what it begins with */
    MessageStream(ObjectNode message) {
        this.message = message;
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
        close();
        ObjectNode delta = MessageAnswer.JSON.createObjectNode();
        MessageAnswer.end(last, delta);
        ObjectNode ending = typed("message_delta");
        ending.set("delta", delta);
        ending.set("usage", MessageAnswer.usage(counts));
        event(ending);
        event(typed("message_stop"));
        return Ending.of(out.copy());
    }

    private void chunk(byte[] bytes, int from, int to) {
        JsonNode choice;
        try {
            choice = MessageAnswer.JSON
                    .readTree(bytes, from, to - from)
                    .path("choices")
                    .path(0);
        } catch (IOException unreadable) {
            throw new UnreadableException(unreadable);
        }
        JsonNode delta = choice.path("delta");
        say(Kind.THINKING, ChatMessage.thought(delta));
        say(Kind.TEXT, delta.path("content").asText(""));
        delta.path("tool_calls").forEach(this::call);
        if (choice.path("finish_reason").isTextual()) {
            last = choice;
        }
    }

    private void say(Kind kind, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (open != kind) {
            ObjectNode block = MessageAnswer.JSON
                    .createObjectNode()
                    .put("type", kind == Kind.TEXT ? "text" : "thinking")
                    .put(kind.member, "");
            if (kind == Kind.THINKING) {
                block.put("signature", "");
            }
            open(kind, block);
        }
        delta(kind, text);
    }

    private void call(JsonNode call) {
        int index = call.path("index").asInt(0);
        JsonNode function = call.path("function");
        if (open != Kind.TOOL_USE || openCall != index) {
            ObjectNode block = MessageAnswer.JSON
                    .createObjectNode()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asText())
                    .put("name", function.path("name").asText());
            block.putObject("input");
            open(Kind.TOOL_USE, block);
            openCall = index;
        }
        String arguments = function.path("arguments").asText("");
        if (!arguments.isEmpty()) {
            delta(Kind.TOOL_USE, arguments);
        }
    }

    private void open(Kind kind, ObjectNode block) {
        start();
        close();
        open = kind;
        ObjectNode event = typed("content_block_start").put("index", blocks);
        event.set("content_block", block);
        event(event);
    }

    private void close() {
        if (open == null) {
            return;
        }
        event(typed("content_block_stop").put("index", blocks));
        blocks++;
        open = null;
    }

    private void delta(Kind kind, String text) {
        ObjectNode event = typed("content_block_delta").put("index", blocks);
        event.putObject("delta").put("type", kind.delta).put(kind.member, text);
        event(event);
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", MessageAnswer.usage(counts));
        ObjectNode event = typed("message_start");
        event.set("message", message);
        event(event);
    }

    private static ObjectNode typed(String type) {
        return MessageAnswer.JSON.createObjectNode().put("type", type);
    }

    private void event(ObjectNode event) {
        NamedEvents.add(event, out);
    }
}
