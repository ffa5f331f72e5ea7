package cloud.hanok.registry.version;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One thing that a model can be asked for. A closed set: what is not in a model's set is refused. */
public enum ModelCapability {
    /** Answers a conversation: {@code /v1/chat/completions}, {@code /v1/messages}. */
    CHAT("chat"),
    /** Continues a text: {@code /v1/completions}. */
    COMPLETIONS("completions"),
    /** Makes vectors of texts: {@code /v1/embeddings}. */
    EMBEDDINGS("embeddings"),
    /** Calls the client's tools. */
    TOOLS("tools"),
    /** Calls several tools in one answer. */
    PARALLEL_TOOLS("parallel_tools"),
    /** Keeps to a JSON schema of the client's. */
    JSON_SCHEMA("json_schema"),
    /** Says how likely its tokens were. */
    LOGPROBS("logprobs"),
    /** Sees the images of a conversation. */
    IMAGES("images"),
    /** Thinks before it answers, and tells its thoughts apart from its answer. */
    REASONING("reasoning");

    private final String text;

    ModelCapability(String text) {
        this.text = text;
    }

    /** Its name in the API and in the store. */
    public String text() {
        return text;
    }

    /** The capability of this name, if there is one. */
    public static Optional<ModelCapability> ofText(String text) {
        return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
    }

    /** All names, in order. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(ModelCapability::text).toList();
    }
}
