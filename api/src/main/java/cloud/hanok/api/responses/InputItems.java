package cloud.hanok.api.responses;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.openai.Refusals.Expected;
import cloud.hanok.platform.id.ResponseId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The items that a request asks with, checked and in one form: each has a type, an id and its content as parts. What they were given
 * as besides is kept, so that a list of them shows it.
 */
final class InputItems {
    static final String MESSAGE = "message";
    static final String CALL = "function_call";
    static final String CALL_OUTPUT = "function_call_output";
    static final String REASONING = "reasoning";
    static final String REFERENCE = "item_reference";

    private static final String INPUT = "input";
    private static final int MOST = 100_000;
    private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");
    private static final Set<String> DETAILS = Set.of("auto", "low", "high");

    private final ResponseId response;
    private final ArrayNode items = JsonNodeFactory.instance.arrayNode();
    private final Set<ResponseId> referenced = new LinkedHashSet<>();

    private InputItems(ResponseId response) {
        this.response = response;
    }

    /**
     * Those of a request.
     *
     * @param response that they are asked of
     * @throws ApiException saying which of them is wrong and what would be right
     */
    static InputItems of(ResponseId response, Fields request) {
        JsonNode input = request.node(INPUT);
        if (input.isMissingNode()) {
            throw Refusals.missing(INPUT);
        }
        if (input.isTextual()) {
            var read = new InputItems(response);
            read.items.add(read.said("user", input.asText()));
            return read;
        }
        if (!(input instanceof ArrayNode given)) {
            throw Refusals.type(INPUT, Expected.STRING_OR_ITEMS);
        }
        if (given.isEmpty()) {
            throw Refusals.empty(INPUT);
        }
        if (given.size() > MOST) {
            throw Refusals.tooMany(INPUT, MOST);
        }
        return of(response, INPUT, given);
    }

    /**
     * Those of a member of a request.
     *
     * @param response whose unique part their ids have
     * @throws ApiException saying which of them is wrong and what would be right
     */
    static InputItems of(ResponseId response, String member, ArrayNode given) {
        var read = new InputItems(response);
        for (int i = 0; i < given.size(); i++) {
            read.item(Fields.of(member + "[" + i + "]", given.get(i)));
        }
        return read;
    }

    /** Whether it only names one that is kept. */
    static boolean isReference(JsonNode item) {
        return item.path("type").asText().equals(REFERENCE);
    }

    /** In order. */
    ArrayNode items() {
        return items;
    }

    /** Each with an id of its own, whatever its sender called it; those that are only named as they are. */
    List<JsonNode> owned() {
        List<JsonNode> owned = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            owned.add(isReference(item) ? item : owned(item, owned.size()));
        }
        return owned;
    }

    /** The same item, as the one at this place of what was asked. */
    JsonNode owned(JsonNode item, int place) {
        String prefix = switch (item.path("type").asText()) {
            case CALL -> ItemIds.CALL;
            case CALL_OUTPUT -> ItemIds.CALL_OUTPUT;
            case REASONING -> ItemIds.REASONING;
            default -> ItemIds.MESSAGE;
        };
        ObjectNode own = item.deepCopy();
        return own.put("id", ItemIds.input(prefix, response, place));
    }

    /** Responses of which there are items that are only named. */
    Set<ResponseId> referenced() {
        return referenced;
    }

    private void item(Fields item) {
        String type = item.text("type").orElse(item.node().has("role") ? MESSAGE : "");
        switch (type) {
            case MESSAGE -> message(item);
            case CALL -> {
                item.requiredText("call_id");
                item.requiredText("name");
                item.requiredText("arguments");
                add(item, type, ItemIds.CALL);
            }
            case CALL_OUTPUT -> {
                item.requiredText("call_id");
                output(item);
                add(item, type, ItemIds.CALL_OUTPUT);
            }
            case REASONING -> add(item, type, ItemIds.REASONING);
            case REFERENCE -> reference(item);
            case "" -> throw Refusals.missing(item.name("type"));
            default ->
                throw Refusals.value(
                        item.name("type"),
                        "items of type " + type + " are not supported here",
                        type + " 항목은 지원하지 않습니다");
        }
    }

    private void message(Fields item) {
        String role = item.requiredText("role");
        if (!ROLES.contains(role)) {
            throw Refusals.value(
                    item.name("role"),
                    "it must be user, assistant, system or developer",
                    "user, assistant, system, developer 중 하나여야 합니다");
        }
        JsonNode content = item.node("content");
        if (content.isMissingNode()) {
            throw Refusals.missing(item.name("content"));
        }
        ObjectNode message = add(item, MESSAGE, ItemIds.MESSAGE);
        if (content.isTextual()) {
            message.set("content", said(role, content.asText()).get("content"));
            return;
        }
        List<Fields> parts = parts(item.name("content"), content);
        for (Fields part : parts) {
            part(part, role);
        }
    }

    private static void part(Fields part, String role) {
        String type = part.requiredText("type");
        switch (type) {
            case "input_text", "output_text", "text" -> part.requiredText("text");
            case "refusal" -> part.requiredText("refusal");
            case "input_image" -> {
                if (!role.equals("user")) {
                    throw Refusals.value(
                            part.name("type"), "images are taken of role user", "이미지는 user 역할에만 담을 수 있습니다");
                }
                image(part);
            }
            default -> throw unsupported(part, type);
        }
    }

    private static void image(Fields part) {
        part.refuse("file_id");
        String url = part.requiredText("image_url");
        if (!url.startsWith("data:image/") && !url.startsWith("https://")) {
            throw Refusals.value(
                    part.name("image_url"),
                    "it must be a data: URL of an image, or an https address",
                    "이미지의 data: URL이나 https 주소여야 합니다");
        }
        part.text("detail").filter(detail -> !DETAILS.contains(detail)).ifPresent(detail -> {
            throw Refusals.value(part.name("detail"), "it must be auto, low or high", "auto, low, high 중 하나여야 합니다");
        });
    }

    private static void output(Fields item) {
        JsonNode output = item.node("output");
        if (output.isMissingNode()) {
            throw Refusals.missing(item.name("output"));
        }
        if (output.isTextual()) {
            return;
        }
        for (Fields part : parts(item.name("output"), output)) {
            String type = part.requiredText("type");
            if (!type.equals("input_text") && !type.equals("output_text")) {
                throw unsupported(part, type);
            }
            part.requiredText("text");
        }
    }

    private void reference(Fields item) {
        String id = item.requiredText("id");
        referenced.add(ItemIds.responseOf(id).orElseThrow(() -> unknown(item.name("id"), id)));
        items.add(item.node().deepCopy());
    }

    /** There is no item of this id. */
    static ApiException unknown(String param, String id) {
        return Refusals.value(
                param,
                "no item '" + id + "' is stored for this project: send the item itself",
                "이 프로젝트에 저장된 항목 '" + id + "'이(가) 없습니다. 항목의 내용을 직접 보내 주세요");
    }

    private static List<Fields> parts(String param, JsonNode content) {
        if (!(content instanceof ArrayNode parts)) {
            throw Refusals.type(param, Expected.STRING_OR_PARTS);
        }
        List<Fields> read = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            read.add(Fields.of(param + "[" + i + "]", parts.get(i)));
        }
        return read;
    }

    private ObjectNode add(Fields item, String type, String prefix) {
        ObjectNode added = item.node().deepCopy();
        added.put("type", type);
        if (!added.path("id").isTextual()) {
            added.put("id", ItemIds.input(prefix, response, items.size()));
        }
        if (!added.path("status").isTextual()) {
            added.put("status", "completed");
        }
        items.add(added);
        return added;
    }

    private ObjectNode said(String role, String text) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("id", ItemIds.input(ItemIds.MESSAGE, response, items.size()))
                .put("type", MESSAGE)
                .put("status", "completed")
                .put("role", role);
        ObjectNode part = message.putArray("content").addObject();
        if (role.equals("assistant")) {
            part.put("type", "output_text").put("text", text).putArray("annotations");
            part.putArray("logprobs");
        } else {
            part.put("type", "input_text").put("text", text);
        }
        return message;
    }

    private static ApiException unsupported(Fields part, String type) {
        return Refusals.value(
                part.name("type"), "a part of type " + type + " is not supported here", type + " 파트는 지원하지 않습니다");
    }
}
