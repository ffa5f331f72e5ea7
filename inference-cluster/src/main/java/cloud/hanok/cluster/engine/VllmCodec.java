package cloud.hanok.cluster.engine;

import java.util.Set;

/**
 * vLLM. What names requests, moves caches between engines or names code to run is not a client's to say.
 * {@code continuous_usage_stats} puts {@code usage} with running counts on every chunk; {@code cache_salt} keeps
 * the prefix cache of tenants apart (vLLM, "security": prefix-cache isolation).
 */
public final class VllmCodec implements EngineCodec {
    private static final Set<String> RESERVED =
            Set.of("cache_salt", "priority", "request_id", "kv_transfer_params", "vllm_xargs", "logits_processors");

    @Override
    public EngineRoute route(EngineOperation operation) {
        return operation.computes() ? operation.route() : operation.routeAtRoot();
    }

    @Override
    public Set<String> reservedRequestMembers() {
        return RESERVED;
    }

    @Override
    public void addRequestMembers(Bytes out, OpenAiRequest request, EngineCall call) {
        OpenAiWire.addRunningCountsAndSalt(out, request, call);
    }

    @Override
    public void readCounts(JsonMembers message, JsonMembers scratch, TokenCounts counts) {
        OpenAiWire.readUsage(message, scratch, counts);
    }

    @Override
    public boolean isOwnMember(JsonMembers message, int index) {
        return false;
    }

    @Override
    public boolean statesRunningCount() {
        return true;
    }
}
