package cloud.hanok.cluster.engine;

import java.util.Set;

/**
 * llama.cpp's server. {@code timings_per_token} puts {@code timings} with the running number of output tokens on every
 * content chunk. Its prefix cache lives in slots of one tenant's engine and has no salt; {@code id_slot} and
 * {@code cache_prompt} are the gateway's to decide.
 */
public final class LlamaCppCodec implements EngineCodec {
    private static final Set<String> RESERVED = Set.of("timings_per_token", "id_slot");
    private static final EngineRoute COUNT = new EngineRoute("/chat/completions/input_tokens", false);
    private static final byte[] TIMINGS = Names.ascii(",\"timings_per_token\":true");

    @Override
    public EngineRoute route(EngineOperation operation) {
        return switch (operation) {
            case COUNT -> COUNT;
            case TOKENIZE, DETOKENIZE -> operation.routeAtRoot();
            case CHAT, COMPLETION, EMBEDDING -> operation.route();
        };
    }

    @Override
    public String memberName(EngineOperation operation, String name) {
        if (operation != EngineOperation.TOKENIZE) {
            return name;
        }
        return switch (name) {
            case "prompt" -> "content";
            case "add_special_tokens" -> "add_special";
            case "return_token_strs" -> "with_pieces";
            default -> name;
        };
    }

    @Override
    public Set<String> reservedRequestMembers() {
        return RESERVED;
    }

    @Override
    public void addRequestMembers(Bytes out, OpenAiRequest request, EngineCall call) {
        if (request.stream()) {
            out.add(OpenAiWire.INCLUDE_USAGE).add('}').add(TIMINGS);
        }
    }

    @Override
    public void readCounts(JsonMembers message, JsonMembers scratch, TokenCounts counts) {
        int timings = message.find(Names.TIMINGS);
        if (timings >= 0 && scratch.scanValue(message, timings)) {
            long prompt = scratch.count(Names.PROMPT_N);
            long cached = scratch.count(Names.CACHE_N);
            long input = prompt < 0 ? -1 : prompt + Math.max(0, cached);
            counts.state(input, cached, scratch.count(Names.PREDICTED_N));
        }
        OpenAiWire.readUsage(message, scratch, counts);
    }

    @Override
    public boolean isOwnMember(JsonMembers message, int index) {
        return message.nameIs(index, Names.TIMINGS) || message.nameIs(index, Names.VERBOSE);
    }

    @Override
    public boolean statesRunningCount() {
        return true;
    }
}
