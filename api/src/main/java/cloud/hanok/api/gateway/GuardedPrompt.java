package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.cluster.engine.OpenAiRequest;
import cloud.hanok.compliance.guard.GuardDecision;
import cloud.hanok.compliance.guard.GuardedRequest;
import cloud.hanok.compliance.guard.PromptText;
import cloud.hanok.compliance.guard.PromptText.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings every text of a request to its guards: what is said in a conversation, what tools found and were asked, descriptions of tools
 * and schemas, and the texts of the other operations. A prompt of tokens is refused, for nobody can read it here.
 */
final class GuardedPrompt {
    /** Members that are read by their meaning, or that say nothing to a model. */
    private static final Set<String> HANDLED =
            Set.of("messages", "tools", "response_format", "prompt", "suffix", "input", "model", "tokens");

    private final GuardedRequest by;
    private boolean changed;

    private GuardedPrompt(GuardedRequest by) {
        this.by = by;
    }

    /**
     * The request as it may go to an engine: the same one where nothing was changed.
     *
     * @throws ApiException when a guard refuses it
     * @throws IllegalStateException when a guard lengthened it beyond what credit is held for
     */
    static InferenceRequest of(InferenceRequest request, GuardedRequest by) {
        OpenAiRequest body = request.body();
        ObjectNode root = BodyTree.parse(body.json());
        var prompt = new GuardedPrompt(by);
        prompt.root(root);
        if (!prompt.changed) {
            return request;
        }
        OpenAiRequest guarded =
                OpenAiRequest.of(body.operation(), BodyTree.bytes(root), body.stream(), body.includeUsage());
        if (guarded.json().length > request.promptBytes()) {
            throw new IllegalStateException(
                    "a guard lengthened a prompt: " + guarded.json().length + " bytes of " + request.promptBytes());
        }
        return request.with(guarded, request.needs());
    }

    private void root(ObjectNode root) {
        for (Iterator<Map.Entry<String, JsonNode>> each = root.fields(); each.hasNext(); ) {
            Map.Entry<String, JsonNode> member = each.next();
            if (!HANDLED.contains(member.getKey())) {
                everyString(root, member.getKey(), member.getValue());
            }
        }
        if (root.get("tools") instanceof ArrayNode tools) {
            for (JsonNode tool : tools) {
                String name = tool.path("function").path("name").asText("");
                if (!name.isEmpty()) {
                    GuardRefusals.checkTool(by, name);
                }
                everyText(tool, Role.SYSTEM, "tools");
            }
        }
        if (root.get("response_format") instanceof ObjectNode format) {
            everyText(format, Role.SYSTEM, "response_format");
        }
        if (root.get("messages") instanceof ArrayNode messages) {
            for (int i = 0; i < messages.size(); i++) {
                if (messages.get(i) instanceof ObjectNode message) {
                    message(message, "messages[" + i + "]");
                }
            }
        }
        for (String name : new String[] {"prompt", "suffix", "input"}) {
            texts(root, name, Role.USER, name);
        }
    }

    private void message(ObjectNode message, String param) {
        Role role = switch (message.path("role").asText("")) {
            case "system", "developer" -> Role.SYSTEM;
            case "assistant" -> Role.ASSISTANT;
            case "tool", "function" -> Role.TOOL;
            default -> Role.USER;
        };
        for (String name : new String[] {"content", "reasoning_content", "reasoning", "refusal", "name"}) {
            texts(message, name, role, param + "." + name);
        }
        if (message.get("tool_calls") instanceof ArrayNode calls) {
            for (JsonNode call : calls) {
                if (call.get("function") instanceof ObjectNode function) {
                    texts(function, "arguments", role, param + ".tool_calls");
                }
            }
        }
    }

    /** A member that is a text, a list of texts, or a list of parts of which some have a text. */
    private void texts(ObjectNode of, String name, Role role, String param) {
        JsonNode value = of.get(name);
        if (value == null) {
            return;
        }
        if (value.isTextual()) {
            String with = decided(value.asText(), role, param);
            if (with != null) {
                of.put(name, with);
            }
        } else if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                element(list, i, role, param + "[" + i + "]");
            }
        }
    }

    private void element(ArrayNode list, int place, Role role, String param) {
        JsonNode element = list.get(place);
        if (element.isTextual()) {
            String with = decided(element.asText(), role, param);
            if (with != null) {
                list.set(place, TextNode.valueOf(with));
            }
        } else if (element instanceof ObjectNode part) {
            texts(part, "text", role, param + ".text");
            texts(part, "refusal", role, param + ".refusal");
        } else if (element.isNumber() || element.isArray()) {
            throw new ApiException(ApiError.invalidValue(
                    param,
                    "a guard is active here, and it reads texts, not tokens",
                    "보호 기능이 켜져 있어 토큰이 아닌 텍스트만 받을 수 있습니다"));
        }
    }

    /** What is passed on unread may be told to the model by the engine: every string of it is looked at. */
    private void everyString(ObjectNode of, String name, JsonNode value) {
        switch (value) {
            case TextNode _ -> texts(of, name, Role.USER, name);
            case ObjectNode object ->
                object.properties().forEach(member -> everyString(object, member.getKey(), member.getValue()));
            case ArrayNode list -> everyString(list, name);
            default -> {}
        }
    }

    private void everyString(ArrayNode list, String param) {
        for (int i = 0; i < list.size(); i++) {
            switch (list.get(i)) {
                case TextNode _ -> element(list, i, Role.USER, param + "[" + i + "]");
                case ObjectNode object ->
                    object.properties().forEach(member -> everyString(object, member.getKey(), member.getValue()));
                case ArrayNode nested -> everyString(nested, param);
                default -> {}
            }
        }
    }

    /** Every text below a description that a model reads whole, but the names, by which programs find things. */
    private void everyText(JsonNode node, Role role, String param) {
        if (node instanceof ObjectNode object) {
            for (Iterator<Map.Entry<String, JsonNode>> each = object.fields(); each.hasNext(); ) {
                Map.Entry<String, JsonNode> member = each.next();
                if (member.getValue().isTextual() && member.getKey().equals("description")) {
                    String with = decided(member.getValue().asText(), role, param);
                    if (with != null) {
                        member.setValue(TextNode.valueOf(with));
                    }
                } else {
                    everyText(member.getValue(), role, param);
                }
            }
        } else if (node.isArray()) {
            node.forEach(each -> everyText(each, role, param));
        }
    }

    /** What goes on in the place of a text; null: the text itself. */
    private @Nullable String decided(String text, Role role, String param) {
        return switch (by.prompt(new PromptText(role, text))) {
            case GuardDecision.Allowed _ -> null;
            case GuardDecision.Replaced(String with) -> {
                changed = true;
                yield with;
            }
            case GuardDecision.Refused refused -> throw GuardRefusals.text(refused, param);
        };
    }
}
