package cloud.hanok.cluster.engine;

import java.util.Set;

/** Any engine that speaks OpenAI's wire form and no more: usage comes once, at the end. */
public final class OpenAiCodec implements EngineCodec {
    @Override
    public Set<String> reservedRequestMembers() {
        return Set.of();
    }

    @Override
    public void addRequestMembers(Bytes out, OpenAiRequest request, EngineCall call) {
        if (request.stream()) {
            out.add(OpenAiWire.INCLUDE_USAGE).add('}');
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
        return false;
    }
}
