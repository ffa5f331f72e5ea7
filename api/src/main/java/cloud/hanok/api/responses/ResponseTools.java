package cloud.hanok.api.responses;

import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.Refusals;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** The functions that a model may call, and the form its text is to have, for a chat. */
final class ResponseTools {
    private static final Set<String> MODES = Set.of("none", "auto", "required");

    private ResponseTools() {}

    /** Adds {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}, where there are tools. */
    static void add(Fields request, ObjectNode chat) {
        if (request.node("tools").isMissingNode() || request.array("tools").isEmpty()) {
            return;
        }
        ArrayNode tools = request.array("tools");
        ArrayNode functions = chat.putArray("tools");
        for (int i = 0; i < tools.size(); i++) {
            function(Fields.of("tools[" + i + "]", tools.get(i)), functions);
        }
        JsonNode parallel = request.node("parallel_tool_calls");
        if (!parallel.isMissingNode()) {
            chat.put("parallel_tool_calls", request.bool("parallel_tool_calls"));
        }
        choose(request, chat, functions);
    }

    private static void function(Fields tool, ArrayNode functions) {
        String type = tool.requiredText("type");
        if (!type.equals("function")) {
            throw Refusals.value(
                    tool.name("type"),
                    "only functions are offered, which the client runs; '" + type + "' is not",
                    "클라이언트가 실행하는 함수(function)만 제공합니다. '" + type + "' 도구는 제공하지 않습니다");
        }
        ObjectNode function = functions.addObject().put("type", "function").putObject("function");
        function.put("name", tool.requiredText("name"));
        tool.text("description").ifPresent(text -> function.put("description", text));
        tool.object("parameters").ifPresent(schema -> function.set("parameters", schema.node()));
        if (!tool.node("strict").isMissingNode()) {
            function.put("strict", tool.bool("strict"));
        }
    }

    private static void choose(Fields request, ObjectNode chat, ArrayNode functions) {
        JsonNode choice = request.node("tool_choice");
        if (choice.isMissingNode()) {
            return;
        }
        if (choice.isTextual()) {
            chat.put("tool_choice", mode("tool_choice", choice.asText()));
            return;
        }
        Fields named = Fields.of("tool_choice", choice);
        String type = named.requiredText("type");
        switch (type) {
            case "function" -> {
                String name = named.requiredText("name");
                requireKnown(named.name("name"), name, functions);
                chat.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", name);
            }
            case "allowed_tools" -> {
                chat.put("tool_choice", mode(named.name("mode"), named.requiredText("mode")));
                keepOnly(named, functions);
            }
            default ->
                throw Refusals.value(
                        named.name("type"),
                        "it must be function or allowed_tools",
                        "function, allowed_tools 중 하나여야 합니다");
        }
    }

    private static String mode(String param, String mode) {
        if (!MODES.contains(mode)) {
            throw Refusals.value(param, "it must be none, auto or required", "none, auto, required 중 하나여야 합니다");
        }
        return mode;
    }

    private static void keepOnly(Fields choice, ArrayNode functions) {
        ArrayNode allowed = choice.array("tools");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < allowed.size(); i++) {
            Fields tool = Fields.of(choice.name("tools") + "[" + i + "]", allowed.get(i));
            String name = tool.requiredText("name");
            requireKnown(tool.name("name"), name, functions);
            names.add(name);
        }
        for (int i = functions.size() - 1; i >= 0; i--) {
            if (!names.contains(functions.get(i).at("/function/name").asText())) {
                functions.remove(i);
            }
        }
    }

    private static void requireKnown(String param, String name, ArrayNode functions) {
        for (JsonNode each : functions) {
            if (each.at("/function/name").asText().equals(name)) {
                return;
            }
        }
        throw Refusals.value(param, "there is no tool '" + name + "'", "'" + name + "' 도구가 tools에 없습니다");
    }

    /** Adds the form of the text, where one is asked for; whether it is a schema. */
    static void addFormat(Fields request, ObjectNode chat) {
        request.object("text").ifPresent(text -> {
            text.text("verbosity").ifPresent(verbosity -> chat.put("verbosity", verbosity));
            text.object("format").ifPresent(format -> format(format, chat));
        });
    }

    private static void format(Fields format, ObjectNode chat) {
        String type = format.requiredText("type");
        switch (type) {
            case "text" -> {}
            case "json_object" -> chat.putObject("response_format").put("type", type);
            case "json_schema" -> {
                ObjectNode wanted = chat.putObject("response_format");
                wanted.put("type", type);
                ObjectNode schema = wanted.putObject("json_schema").put("name", format.requiredText("name"));
                format.text("description").ifPresent(description -> schema.put("description", description));
                if (!format.node("strict").isMissingNode()) {
                    schema.put("strict", format.bool("strict"));
                }
                schema.set("schema", format.requiredObject("schema"));
            }
            default ->
                throw Refusals.value(
                        format.name("type"),
                        "it must be text, json_object or json_schema",
                        "text, json_object, json_schema 중 하나여야 합니다");
        }
    }
}
