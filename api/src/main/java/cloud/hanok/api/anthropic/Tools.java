package cloud.hanok.api.anthropic;

import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.Refusals;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Anthropic's tools as OpenAI's functions. */
final class Tools {
    private Tools() {}

    /** Adds {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}, where there are tools. */
    static void add(Fields request, ObjectNode chat) {
        if (request.node("tools").isMissingNode() || request.array("tools").isEmpty()) {
            return;
        }
        ArrayNode tools = request.array("tools");
        ArrayNode functions = chat.putArray("tools");
        for (int i = 0; i < tools.size(); i++) {
            add(Fields.of("tools[" + i + "]", tools.get(i)), functions);
        }
        request.object("tool_choice").ifPresent(choice -> choose(choice, chat));
    }

    private static void add(Fields tool, ArrayNode functions) {
        String type = tool.text("type").orElse("custom");
        if (!type.equals("custom")) {
            throw Refusals.value(
                    tool.name("type"),
                    "tools that the server runs (" + type + ") are not offered",
                    "서버에서 실행하는 도구(" + type + ")는 제공하지 않습니다");
        }
        ObjectNode function = functions.addObject().put("type", "function").putObject("function");
        function.put("name", tool.requiredText("name"));
        tool.text("description").ifPresent(text -> function.put("description", text));
        function.set("parameters", tool.requiredObject("input_schema"));
        if (tool.bool("strict")) {
            function.put("strict", true);
        }
    }

    private static void choose(Fields choice, ObjectNode chat) {
        switch (choice.requiredText("type")) {
            case "auto" -> chat.put("tool_choice", "auto");
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" -> {
                JsonNode name = chat.textNode(choice.requiredText("name"));
                chat.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .set("name", name);
            }
            default ->
                throw Refusals.value(
                        choice.name("type"),
                        "it must be one of: auto, any, tool, none",
                        "다음 중 하나여야 합니다: auto, any, tool, none");
        }
        if (choice.bool("disable_parallel_tool_use")) {
            chat.put("parallel_tool_calls", false);
        }
    }
}
