package cloud.hanok.tenant.key;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Families of routes that a key can be limited to. The name is stored: rename none. */
public enum KeyEndpoint {
    /** Conversations with a model. */
    CHAT,
    /** Texts that go on from a prompt. */
    COMPLETIONS,
    /** Texts as vectors. */
    EMBEDDINGS,
    /** Texts as tokens, and back. */
    TOKENIZE,
    /** What can be asked. */
    MODELS,
    /** Files, and uploads of them. */
    FILES,
    /** Batches. What their lines ask is in a family of its own. */
    BATCHES,
    /** Proofs of answers. */
    RECEIPTS,
    /** What became of single requests. */
    REQUESTS;

    /** All of them, for people. */
    public static final String CHOICES =
            Arrays.stream(values()).map(KeyEndpoint::wire).collect(Collectors.joining(", "));

    /** As it is sent. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is sent so. */
    public static Optional<KeyEndpoint> of(String wire) {
        return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}
