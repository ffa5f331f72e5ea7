package cloud.hanok.cluster.engine;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SGLang (0.5.9). Like vLLM it counts on every chunk and keeps prefix caches apart by {@code cache_salt}; {@code extra_key} is an older
 * way to the same. Names of requests, by which others could be aborted, code for the sampler, places in a cluster and adapters by
 * path are not a client's to say. An error is an object without another around it. Cached tokens are reported where the server
 * was started with {@code --enable-cache-report}. It tokenizes texts, and counts no conversations.
 */
public final class SglangCodec implements EngineCodec {
    private static final Set<String> RESERVED = Set.of(
            "cache_salt",
            "extra_key",
            "priority",
            "rid",
            "session_params",
            "custom_logit_processor",
            "custom_params",
            "custom_labels",
            "lora_path",
            "data_parallel_rank",
            "bootstrap_host",
            "bootstrap_port",
            "bootstrap_room",
            "return_hidden_states",
            "return_routed_experts");

    @Override
    public @Nullable EngineRoute route(EngineOperation operation) {
        return operation == EngineOperation.COUNT ? null : operation.route();
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
        return message.nameIs(index, Names.METADATA) || message.nameIs(index, Names.SGLEXT);
    }

    @Override
    public boolean statesRunningCount() {
        return true;
    }
}
