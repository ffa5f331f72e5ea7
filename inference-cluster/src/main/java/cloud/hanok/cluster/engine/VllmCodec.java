package cloud.hanok.cluster.engine;

import java.util.Set;

/**
 * vLLM. {@code continuous_usage_stats} puts {@code usage} with running counts on every chunk; {@code cache_salt} keeps
 * the prefix cache of tenants apart (vLLM, "security": prefix-cache isolation).
 */
public final class VllmCodec implements EngineCodec {
    private static final Set<String> RESERVED = Set.of("cache_salt", "priority");
    private static final byte[] CONTINUOUS = Names.ascii(",\"continuous_usage_stats\":true}");
    private static final byte[] CACHE_SALT = Names.ascii(",\"cache_salt\":");

    @Override
    public Set<String> reservedRequestMembers() {
        return RESERVED;
    }

    @Override
    public void addRequestMembers(Bytes out, OpenAiRequest request, EngineCall call) {
        if (request.stream()) {
            out.add(OpenAiWire.INCLUDE_USAGE).add(CONTINUOUS);
        }
        if (request.operation().generates() && !call.cacheSalt().isEmpty()) {
            out.add(CACHE_SALT).addJsonString(call.cacheSalt());
        }
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
