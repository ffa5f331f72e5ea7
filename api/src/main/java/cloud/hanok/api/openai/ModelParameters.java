package cloud.hanok.api.openai;

import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import java.util.ArrayList;
import java.util.List;

/** What a model can, in the words in which OpenRouter's list of models says it: clients and routers read those. */
final class ModelParameters {
    private static final List<String> OF_TEXTS = List.of(
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "frequency_penalty",
            "presence_penalty",
            "seed",
            "stop");

    private ModelParameters() {}

    /** What goes in and what comes out. */
    static ModelView.Architecture architecture(Capabilities capabilities) {
        return new ModelView.Architecture(
                capabilities.can(Capability.IMAGES) ? List.of("text", "image") : List.of("text"),
                outputs(capabilities));
    }

    /** What a request may say beyond its input. */
    static List<String> supported(Capabilities capabilities) {
        List<String> names = new ArrayList<>();
        if (makesTexts(capabilities)) {
            names.addAll(OF_TEXTS);
        }
        for (Capability one : capabilities.all()) {
            names.addAll(
                    switch (one) {
                        case CHAT, COMPLETIONS, IMAGES -> List.of();
                        case EMBEDDINGS -> List.of("encoding_format");
                        case TOOLS -> List.of("tools", "tool_choice");
                        case PARALLEL_TOOLS -> List.of("parallel_tool_calls");
                        case JSON_SCHEMA -> List.of("response_format", "structured_outputs");
                        case LOGPROBS -> List.of("logprobs", "top_logprobs");
                        case REASONING -> List.of("reasoning_effort");
                    });
        }
        return List.copyOf(names);
    }

    private static List<String> outputs(Capabilities capabilities) {
        List<String> names = new ArrayList<>();
        if (makesTexts(capabilities)) {
            names.add("text");
        }
        if (capabilities.can(Capability.EMBEDDINGS)) {
            names.add("embeddings");
        }
        return List.copyOf(names);
    }

    private static boolean makesTexts(Capabilities capabilities) {
        return capabilities.can(Capability.CHAT) || capabilities.can(Capability.COMPLETIONS);
    }
}
