package cloud.hanok.cluster.engine;

import java.util.Set;

/** What engines are asked for, in OpenAI's wire form: each has a route and members that only the gateway decides. */
public enum EngineOperation {
    /** An answer to a conversation. */
    CHAT(
            "chat",
            "/chat/completions",
            Set.of("model", "stream_options", "max_tokens", "max_completion_tokens", "metadata")),
    /** A text that goes on from a prompt. */
    COMPLETION("text_completion", "/completions", Set.of("model", "stream_options", "max_tokens", "metadata")),
    /** Texts as vectors. Asked for as numbers: engines write other encodings differently, or not at all. */
    EMBEDDING("embeddings", "/embeddings", Set.of("model", "encoding_format", "metadata")),
    /** How many tokens a conversation has, as the model's template writes it. Nothing is computed, nothing is charged. */
    COUNT("count_tokens", "/tokenize", Set.of("model", "stream", "max_tokens")),
    /** A text as tokens. */
    TOKENIZE("tokenize", "/tokenize", Set.of("model")),
    /** Tokens as a text. */
    DETOKENIZE("detokenize", "/detokenize", Set.of("model"));

    private final String text;
    private final EngineRoute route;
    private final EngineRoute routeAtRoot;
    private final Set<String> reserved;

    EngineOperation(String text, String path, Set<String> reserved) {
        this.text = text;
        this.route = new EngineRoute(path, false);
        this.routeAtRoot = new EngineRoute(path, true);
        this.reserved = reserved;
    }

    /** Its name in traces, as OpenTelemetry has it. */
    public String text() {
        return text;
    }

    /** Its usual route, below an engine's base path. */
    EngineRoute route() {
        return route;
    }

    /** The same beside the protocol's version. */
    EngineRoute routeAtRoot() {
        return routeAtRoot;
    }

    /** Whether a client's member of this name is dropped because the gateway alone decides it, or is alone told it, at any engine. */
    boolean reserves(String name) {
        return reserved.contains(name);
    }

    /** What a client calls the text that is asked about. */
    public String input() {
        return switch (this) {
            case CHAT, COUNT -> "messages";
            case COMPLETION, TOKENIZE -> "prompt";
            case EMBEDDING -> "input";
            case DETOKENIZE -> "tokens";
        };
    }

    /** Whether the engine writes text, token by token. */
    public boolean generates() {
        return this == CHAT || this == COMPLETION;
    }

    /** Whether the model computes: what it reads and writes then is charged. */
    public boolean computes() {
        return generates() || this == EMBEDDING;
    }
}
