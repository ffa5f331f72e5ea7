package cloud.hanok.api.clients;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A client of somebody else, where it is pinned, what it is not asked, and where it differs. */
enum MatrixClient {
    OPENAI_JAVA(
            "openai-java",
            new Pin("../../../../pom.xml", "openai.version"),
            "",
            ErrorNames.OPENAI_JAVA,
            EnumSet.of(Behaviour.MEDIA_TYPE),
            List.of()),
    OPENAI_PYTHON(
            "openai (Python)",
            new Pin("python/openai.lock", "openai"),
            "python/openai_client.py",
            ErrorNames.OPENAI,
            EnumSet.noneOf(Behaviour.class),
            List.of(new Deviation(
                    Behaviour.RESPONSE_FAILS,
                    true,
                    "{\"end\":\"RuntimeError\"}",
                    "Its events say `response.failed`; `get_final_response()` raises a `RuntimeError`."))),
    OPENAI_NODE(
            "openai (Node.js)",
            new Pin("node/package-lock.json", "openai"),
            "node/openai_client.mjs",
            ErrorNames.OPENAI_NODE,
            EnumSet.noneOf(Behaviour.class),
            List.of(new Deviation(
                    Behaviour.RESPONSE_FAILS,
                    true,
                    "{\"end\":\"APIError\"}",
                    "Its events say `response.failed`; `finalResponse()` rejects with an `APIError`."))),
    ANTHROPIC_PYTHON(
            "anthropic (Python)",
            new Pin("python/anthropic.lock", "anthropic"),
            "python/anthropic_client.py",
            ErrorNames.ANTHROPIC,
            EnumSet.of(
                    Behaviour.STREAM_NO_USAGE,
                    Behaviour.COMPLETION,
                    Behaviour.COMPLETION_STREAM,
                    Behaviour.EMBEDDINGS,
                    Behaviour.EMBEDDINGS_FLOAT,
                    Behaviour.EMBEDDING_TOKENS,
                    Behaviour.MODELS,
                    Behaviour.UNSUPPORTED,
                    Behaviour.RESPONSE,
                    Behaviour.RESPONSE_STREAM,
                    Behaviour.RESPONSE_TOOLS,
                    Behaviour.RESPONSE_KEPT,
                    Behaviour.RESPONSE_BACKGROUND,
                    Behaviour.RESPONSE_FAILS,
                    Behaviour.CONVERSATION,
                    Behaviour.CHAT_KEPT,
                    Behaviour.FILES,
                    Behaviour.UPLOAD,
                    Behaviour.BATCH,
                    Behaviour.WEBHOOK),
            List.of(
                    anthropics(Behaviour.CHAT, "{\"finish\":\"end_turn\",\"prompt\":7}"),
                    anthropics(Behaviour.CHAT_STREAM, "{\"finish\":\"end_turn\"}"),
                    anthropics(Behaviour.LENGTH, "{\"finish\":\"max_tokens\"}"),
                    anthropics(Behaviour.TOOL_CALL, "{\"finish\":\"tool_use\"}"),
                    anthropics(Behaviour.TOOL_STREAM, "{\"finish\":\"tool_use\"}"))),
    VERCEL(
            "@ai-sdk/openai-compatible",
            new Pin("node/package-lock.json", "@ai-sdk/openai-compatible"),
            "node/vercel_client.mjs",
            ErrorNames.VERCEL,
            EnumSet.of(
                    Behaviour.HEARTBEAT,
                    Behaviour.EMBEDDINGS_FLOAT,
                    Behaviour.EMBEDDING_TOKENS,
                    Behaviour.MODELS,
                    Behaviour.UNSUPPORTED,
                    Behaviour.BAD_METHOD,
                    Behaviour.RESPONSE_KEPT,
                    Behaviour.RESPONSE_BACKGROUND,
                    Behaviour.CONVERSATION,
                    Behaviour.CHAT_KEPT,
                    Behaviour.FILES,
                    Behaviour.UPLOAD,
                    Behaviour.BATCH,
                    Behaviour.WEBHOOK),
            List.of(
                    vercelsResponse(Behaviour.RESPONSE, "{\"finish\":\"stop\"}"),
                    vercelsResponse(Behaviour.RESPONSE_STREAM, "{}"),
                    vercelsResponse(Behaviour.RESPONSE_TOOLS, "{}"),
                    new Deviation(
                            Behaviour.RESPONSE_FAILS,
                            true,
                            "{\"end\":\"StreamProviderError\"}",
                            "With its package `@ai-sdk/openai`; the failure is an `error` part."),
                    vercelsPrompt(Behaviour.COMPLETION, ",\"completion\":28"),
                    vercelsPrompt(Behaviour.COMPLETION_STREAM, ""),
                    vercels(Behaviour.TOOL_CALL),
                    vercels(Behaviour.TOOL_STREAM),
                    new Deviation(
                            Behaviour.QUOTA,
                            false,
                            "{\"calls\":2}",
                            "It tries again as often as it is told to (`maxRetries`), whatever `x-should-retry` says."))),
    LANGCHAIN(
            "langchain-openai (Python)",
            new Pin("python/langchain.lock", "langchain-openai"),
            "python/langchain_client.py",
            ErrorNames.LANGCHAIN,
            EnumSet.of(
                    Behaviour.HEARTBEAT,
                    Behaviour.REASONING,
                    Behaviour.REASONING_STREAM,
                    Behaviour.EMBEDDINGS_FLOAT,
                    Behaviour.MODELS,
                    Behaviour.UNSUPPORTED,
                    Behaviour.BAD_METHOD,
                    Behaviour.RESPONSE_KEPT,
                    Behaviour.RESPONSE_BACKGROUND,
                    Behaviour.CONVERSATION,
                    Behaviour.CHAT_KEPT,
                    Behaviour.FILES,
                    Behaviour.UPLOAD,
                    Behaviour.BATCH,
                    Behaviour.WEBHOOK),
            List.of(
                    new Deviation(
                            Behaviour.RESPONSE_FAILS,
                            true,
                            "{\"end\":\"ValueError\"}",
                            "It raises a `ValueError` that names the failure."),
                    new Deviation(Behaviour.COMPLETION_STREAM, true, "{\"finish\":null}", "It yields the text alone."),
                    new Deviation(
                            Behaviour.EMBEDDINGS,
                            true,
                            "{\"prompt\":null}",
                            "With `check_embedding_ctx_length=False`; it does not show the usage."),
                    new Deviation(
                            Behaviour.EMBEDDING_TOKENS,
                            true,
                            "{\"error\":\"BadRequestError\"}",
                            "Embeddings raise the exceptions of OpenAI's client, chats those of LangChain."))),
    LLAMAINDEX(
            "llama-index-llms-openai-like (Python)",
            new Pin("python/llamaindex.lock", "llama-index-llms-openai-like"),
            "python/llamaindex_client.py",
            ErrorNames.OPENAI,
            EnumSet.of(
                    Behaviour.HEARTBEAT,
                    Behaviour.REASONING,
                    Behaviour.REASONING_STREAM,
                    Behaviour.EMBEDDINGS,
                    Behaviour.EMBEDDINGS_FLOAT,
                    Behaviour.EMBEDDING_TOKENS,
                    Behaviour.MODELS,
                    Behaviour.UNSUPPORTED,
                    Behaviour.BAD_METHOD,
                    Behaviour.RESPONSE_KEPT,
                    Behaviour.RESPONSE_BACKGROUND,
                    Behaviour.CONVERSATION,
                    Behaviour.CHAT_KEPT,
                    Behaviour.FILES,
                    Behaviour.UPLOAD,
                    Behaviour.BATCH,
                    Behaviour.WEBHOOK),
            List.of(
                    new Deviation(
                            Behaviour.RESPONSE_FAILS,
                            false,
                            "{\"end\":null}",
                            "Its iterator ends as if nothing were wrong; `raw` of a piece is `response.failed`."),
                    new Deviation(
                            Behaviour.REPLAY,
                            true,
                            "{\"replayed\":null}",
                            "It does not show the headers of an answer."),
                    new Deviation(
                            Behaviour.LEAVES,
                            true,
                            "{}",
                            "When its iterator is collected (`gc.collect()`): `close()` of the iterator alone closes nothing.")));

    private final String title;
    private final Pin pin;
    private final String script;
    private final ErrorNames errors;
    private final Set<Behaviour> without;
    private final List<Deviation> deviations;

    /**
     * Where its version is written.
     *
     * @param lock under {@code src/test/clients}
     * @param name of the package in it
     */
    record Pin(String lock, String name) {}

    /**
     * @param script under {@code src/test/clients}; empty for one that runs in this process
     * @param without what it has no call for
     */
    MatrixClient(
            String title,
            Pin pin,
            String script,
            ErrorNames errors,
            Set<Behaviour> without,
            List<Deviation> deviations) {
        this.title = title;
        this.pin = pin;
        this.script = script;
        this.errors = errors;
        this.without = without;
        this.deviations = deviations;
    }

    private static Deviation vercels(Behaviour behaviour) {
        return new Deviation(behaviour, true, "{\"finish\":\"tool-calls\"}", "It writes `tool-calls`.");
    }

    /** The package for other services has no responses. */
    private static Deviation vercelsResponse(Behaviour behaviour, String facts) {
        return new Deviation(behaviour, true, facts, "With its package `@ai-sdk/openai`.");
    }

    /** Nobody can tell the engine by a script what to answer: it answers 28 tokens. */
    private static Deviation vercelsPrompt(Behaviour behaviour, String more) {
        String eight = "대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. ";
        return new Deviation(
                behaviour,
                true,
                "{\"text\":\"" + eight.repeat(3) + "대한민국의 수도는 서울이며, \"" + more + "}",
                "It asks with a prompt that it makes of turns: `user:`, the text, `assistant:`.");
    }

    private static Deviation anthropics(Behaviour behaviour, String facts) {
        return new Deviation(
                behaviour,
                true,
                facts,
                "In Anthropic's words: `end_turn`, `max_tokens`, `tool_use`; `input_tokens` are those that were not in the cache.");
    }

    String title() {
        return title;
    }

    Pin pin() {
        return pin;
    }

    String script() {
        return script;
    }

    ErrorNames errors() {
        return errors;
    }

    /** What it is asked, in the table's order. */
    List<Behaviour> behaviours() {
        return Arrays.stream(Behaviour.values())
                .filter(each -> !without.contains(each))
                .toList();
    }

    Optional<Deviation> deviation(Behaviour behaviour) {
        return deviations.stream().filter(each -> each.behaviour() == behaviour).findFirst();
    }
}
