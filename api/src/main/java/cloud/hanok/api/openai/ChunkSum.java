package cloud.hanok.api.openai;

import cloud.hanok.cluster.engine.Surrogates;
import cloud.hanok.cluster.engine.TokenCounts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The one chat completion that the chunks of a stream add up to, as OpenAI's own clients add them. */
final class ChunkSum {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOGPROBS = "logprobs";
    private static final String CALLS = "tool_calls";
    private static final String ARGUMENTS = "arguments";

    /** What goes on from chunk to chunk; other members of a message are said once. */
    private static final Set<String> GOES_ON = Set.of("content", "refusal", "reasoning_content", "reasoning");

    /** Of the completion, beside what is known of it here. */
    private static final Set<String> OF_THE_WHOLE = Set.of("created", "system_fingerprint", "service_tier");

    private final ObjectNode said = JSON.createObjectNode();
    private final SortedMap<Integer, Choice> choices = new TreeMap<>();

    /** One of the answers, as far as it came. */
    private static final class Choice {
        private final ObjectNode message = JSON.createObjectNode().put("role", "assistant");
        private final Map<String, StringBuilder> texts = new TreeMap<>();
        private final SortedMap<Integer, Call> calls = new TreeMap<>();
        private final ObjectNode logprobs = JSON.createObjectNode();
        private String finish = "";
    }

    /** A call of a tool, as far as it came. */
    private record Call(ObjectNode call, ObjectNode function, StringBuilder arguments) {}

    /** Adds a chunk, JSON between two places of {@code bytes}. */
    void add(byte[] bytes, int from, int to) throws IOException {
        JsonNode chunk = JSON.readTree(bytes, from, to - from);
        for (String member : OF_THE_WHOLE) {
            if (chunk.hasNonNull(member)) {
                said.set(member, chunk.get(member));
            }
        }
        if (chunk.path("usage").isObject()) {
            said.set("usage", chunk.get("usage"));
        }
        for (JsonNode part : chunk.path("choices")) {
            Choice choice = choices.computeIfAbsent(part.path("index").asInt(0), first -> new Choice());
            part.path("delta").properties().forEach(member -> add(choice, member.getKey(), member.getValue()));
            part.path(LOGPROBS)
                    .properties()
                    .forEach(list -> list.getValue()
                            .forEach(token ->
                                    choice.logprobs.withArray(list.getKey()).add(token)));
            if (part.path("finish_reason").isTextual()) {
                choice.finish = part.get("finish_reason").asText();
            }
        }
    }

    private static void add(Choice choice, String member, JsonNode value) {
        if (member.equals(CALLS)) {
            value.forEach(call -> call(choice, call));
        } else if (GOES_ON.contains(member) && value.isTextual()) {
            choice.texts.computeIfAbsent(member, first -> new StringBuilder()).append(value.asText());
        } else if (!value.isNull()) {
            choice.message.set(member, value);
        }
    }

    private static void call(Choice choice, JsonNode part) {
        Call call = choice.calls.computeIfAbsent(part.path("index").asInt(0), first -> {
            ObjectNode begun = JSON.createObjectNode();
            return new Call(begun, begun.putObject("function"), new StringBuilder());
        });
        part.properties().forEach(member -> {
            switch (member.getKey()) {
                case "index", "function" -> {}
                default -> once(call.call, member.getKey(), member.getValue());
            }
        });
        part.path("function").properties().forEach(member -> {
            if (!member.getKey().equals(ARGUMENTS)) {
                once(call.function, member.getKey(), member.getValue());
            } else if (member.getValue().isTextual()) {
                call.arguments.append(member.getValue().asText());
            }
        });
    }

    /** There are engines that say it with every chunk. */
    private static void once(ObjectNode object, String member, JsonNode value) {
        if (!value.isNull() && object.path(member).asText().isEmpty()) {
            object.set(member, value);
        }
    }

    /** What all of them came to. */
    ObjectNode completion(String id, String model, TokenCounts counts) {
        ObjectNode whole = JSON.createObjectNode()
                .put("id", id)
                .put("object", "chat.completion")
                .put("model", model);
        ArrayNode answers = whole.putArray("choices");
        choices.forEach((index, choice) -> {
            ObjectNode answer = answers.addObject().put("index", index);
            answer.set("message", message(choice));
            if (choice.logprobs.isEmpty()) {
                answer.putNull(LOGPROBS);
            } else {
                answer.set(LOGPROBS, choice.logprobs);
            }
            answer.put("finish_reason", choice.finish.isEmpty() ? null : choice.finish);
        });
        whole.setAll(said);
        if (!whole.has("usage")) {
            whole.set("usage", usage(counts));
        }
        return whole;
    }

    private static ObjectNode message(Choice choice) {
        ObjectNode message = choice.message.deepCopy();
        message.putNull("content");
        choice.texts.forEach((member, text) -> message.put(member, Surrogates.whole(text.toString())));
        if (!choice.calls.isEmpty()) {
            if (message.path("content").asText().isEmpty()) {
                message.putNull("content");
            }
            ArrayNode calls = message.putArray(CALLS);
            choice.calls.values().forEach(call -> {
                call.function.put(ARGUMENTS, Surrogates.whole(call.arguments.toString()));
                calls.add(call.call);
            });
        }
        return message;
    }

    private static ObjectNode usage(TokenCounts counts) {
        ObjectNode usage = JSON.createObjectNode()
                .put("prompt_tokens", counts.inputTokens())
                .put("completion_tokens", counts.outputTokens())
                .put("total_tokens", counts.inputTokens() + counts.outputTokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", counts.cachedTokens());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", counts.reasoningTokens());
        return usage;
    }
}
