package cloud.hanok.cluster.engine;

/**
 * What the gateway decides about a call, whatever the client wrote.
 *
 * @param upstreamModel the name the engine knows the model by
 * @param maxOutputTokens the bound of the reservation, sent upstream as {@code max_tokens}
 * @param cacheSalt keeps the prefix cache of one tenant from another; empty where the engine has no such field
 */
public record EngineCall(String upstreamModel, long maxOutputTokens, String cacheSalt) {}
