package cloud.hanok.api.responses;

import cloud.hanok.api.openai.Fields;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.content.webhook.WebhookEventType;
import cloud.hanok.platform.id.ResponseId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The response as its client sees it. Every member is there, with the value that holds where nothing was said: clients of Open Responses
 * rely on that.
 */
final class ResponseObject {
    static final String IN_PROGRESS = "in_progress";
    private static final String QUEUED = "queued";

    private ResponseObject() {}

    /** What is said of it before anything is answered; {@code model} and {@code store} follow. */
    static ObjectNode begun(ResponseId id, Fields request) {
        ObjectNode object = ResponsesReader.JSON.createObjectNode();
        object.put("id", id.text())
                .put("object", "response")
                .put("created_at", id.ulid().epochMillis() / 1000)
                .putNull("completed_at")
                .put("status", request.bool("background") ? QUEUED : IN_PROGRESS)
                .put("background", request.bool("background"))
                .putNull("error")
                .putNull("incomplete_details");
        object.set("conversation", conversation(request));
        echo(object, request, "instructions");
        echo(object, request, "max_output_tokens");
        request.integer("max_tool_calls", 0, Integer.MAX_VALUE);
        echo(object, request, "max_tool_calls");
        object.put("model", request.model()).putArray("output");
        object.put(
                "parallel_tool_calls",
                request.node("parallel_tool_calls").isMissingNode() || request.bool("parallel_tool_calls"));
        echo(object, request, "previous_response_id");
        request.text("prompt_cache_key");
        echo(object, request, "prompt_cache_key");
        ObjectNode reasoning = object.putObject("reasoning").putNull("effort").putNull("summary");
        request.object("reasoning").ifPresent(given -> {
            given.text("effort").ifPresent(effort -> reasoning.put("effort", effort));
            given.text("summary").ifPresent(summary -> reasoning.put("summary", summary));
        });
        echo(object, request, "safety_identifier");
        request.text("service_tier");
        object.put("service_tier", "default");
        for (SamplingNumber each : SamplingNumber.values()) {
            object.put(each.member(), each.of(request));
        }
        text(object, request);
        JsonNode choice = request.node("tool_choice");
        if (choice.isMissingNode()) {
            object.put("tool_choice", "auto");
        } else {
            object.set("tool_choice", choice);
        }
        tools(object.putArray("tools"), request);
        object.put(
                        "top_logprobs",
                        request.integer("top_logprobs", 0, AskedResponse.MAX_TOP_LOGPROBS)
                                .orElse(0L))
                .put("truncation", "disabled")
                .putNull("usage");
        echo(object, request, "user");
        ObjectNode metadata = object.putObject("metadata");
        request.metadata("metadata").pairs().forEach(metadata::put);
        return object;
    }

    /** As an object, however it was said. */
    private static JsonNode conversation(Fields request) {
        JsonNode given = request.node("conversation");
        if (given.isMissingNode()) {
            return ResponsesReader.JSON.nullNode();
        }
        String id = given.isTextual() ? given.asText() : given.path("id").asText();
        return ResponsesReader.JSON.createObjectNode().put("id", id);
    }

    private static void echo(ObjectNode object, Fields request, String member) {
        JsonNode value = request.node(member);
        if (value.isMissingNode()) {
            object.putNull(member);
        } else {
            object.set(member, value);
        }
    }

    private static void text(ObjectNode object, Fields request) {
        ObjectNode text = object.putObject("text");
        request.object("text").ifPresent(given -> {
            given.object("format").ifPresent(format -> text.set("format", format.node()));
            given.text("verbosity").ifPresent(verbosity -> text.put("verbosity", verbosity));
        });
        if (!text.has("format")) {
            text.putObject("format").put("type", "text");
        }
        if (!text.has("verbosity")) {
            text.put("verbosity", "medium");
        }
    }

    private static void tools(ArrayNode tools, Fields request) {
        if (request.node("tools").isMissingNode()) {
            return;
        }
        ArrayNode given = request.array("tools");
        for (int i = 0; i < given.size(); i++) {
            ObjectNode tool = tools.addObject();
            tool.setAll(Fields.of("tools[" + i + "]", given.get(i)).node());
            for (String member : new String[] {"description", "parameters", "strict"}) {
                if (!tool.has(member)) {
                    tool.putNull(member);
                }
            }
        }
    }

    /**
     * Says how it ended.
     *
     * @param finish why the model ended, as a chat says it
     */
    static void end(ObjectNode object, String finish, ArrayNode output, TokenCounts counts, long completedAt) {
        String missing = switch (finish) {
            case "length" -> "max_output_tokens";
            case "content_filter" -> "content_filter";
            default -> "";
        };
        if (missing.isEmpty()) {
            object.put("status", "completed").put("completed_at", completedAt);
        } else {
            object.put("status", "incomplete").putObject("incomplete_details").put("reason", missing);
            if (!output.isEmpty() && output.get(output.size() - 1) instanceof ObjectNode last && last.has("status")) {
                last.put("status", "incomplete");
            }
        }
        object.set("output", output);
        object.set("usage", usage(counts));
    }

    /**
     * Says that it came to nothing.
     *
     * @param ours whether the request was good
     */
    static void fail(ObjectNode object, String code, String message, boolean ours) {
        object.put("status", "failed")
                .putObject("error")
                .put("code", ours ? "server_error" : code)
                .put("message", message);
    }

    /** Says that nobody wants it any more. */
    static void cancel(ObjectNode object) {
        object.put("status", "cancelled");
    }

    /** What endpoints are told when it has ended so; empty while it has not. */
    static Optional<WebhookEventType> event(JsonNode object) {
        return switch (object.path("status").asText()) {
            case "completed" -> Optional.of(WebhookEventType.RESPONSE_COMPLETED);
            case "incomplete" -> Optional.of(WebhookEventType.RESPONSE_INCOMPLETE);
            case "failed" -> Optional.of(WebhookEventType.RESPONSE_FAILED);
            case "cancelled" -> Optional.of(WebhookEventType.RESPONSE_CANCELLED);
            default -> Optional.empty();
        };
    }

    static ObjectNode usage(TokenCounts counts) {
        ObjectNode usage = ResponsesReader.JSON.createObjectNode();
        usage.put("input_tokens", counts.inputTokens())
                .putObject("input_tokens_details")
                .put("cached_tokens", counts.cachedTokens())
                .put("cache_write_tokens", 0);
        usage.put("output_tokens", counts.outputTokens())
                .putObject("output_tokens_details")
                .put("reasoning_tokens", counts.reasoningTokens());
        return usage.put("total_tokens", counts.inputTokens() + counts.outputTokens());
    }
}
