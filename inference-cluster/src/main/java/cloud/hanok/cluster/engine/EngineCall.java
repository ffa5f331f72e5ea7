package cloud.hanok.cluster.engine;

/**
 * What the gateway decides about a call, whatever the client wrote.
 *
 * @param upstreamModel the name the engine knows the model by
 * @param maxOutputTokens the client's bound of each answer, sent upstream as {@code max_tokens}; 0 for none: the context
 *     then bounds the answer, and an engine that adds prompt and bound up must not be told the context as a bound
 * @param cacheSalt keeps the prefix cache of one tenant from another; empty where the engine has no such field
 */
public record EngineCall(String upstreamModel, long maxOutputTokens, String cacheSalt) {}
