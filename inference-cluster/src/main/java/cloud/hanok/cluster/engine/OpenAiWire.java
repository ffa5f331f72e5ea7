package cloud.hanok.cluster.engine;

import java.nio.charset.StandardCharsets;

/** What all codecs share of OpenAI's wire form. */
public final class OpenAiWire {
    /** vLLM's and SGLang's: usage with running counts on every chunk. */
    private static final byte[] CONTINUOUS = Names.ascii(",\"continuous_usage_stats\":true}");

    private static final byte[] CACHE_SALT = Names.ascii(",\"cache_salt\":");
    static final byte[] INCLUDE_USAGE = Names.ascii(",\"stream_options\":{\"include_usage\":true");
    private static final byte[] MODEL = Names.ascii("{\"model\":");
    private static final byte[] MAX_TOKENS = Names.ascii(",\"max_tokens\":");

    private OpenAiWire() {}

    /**
     * The request as the engine gets it: the gateway's own members first, then the client's, byte for byte, without
     * those that only the gateway decides.
     */
    public static byte[] encodeRequest(EngineCodec codec, OpenAiRequest request, EngineCall call) {
        Bytes out = new Bytes();
        out.add(MODEL).addJsonString(call.upstreamModel());
        if (request.operation().generates() && call.maxOutputTokens() > 0) {
            out.add(MAX_TOKENS).add(call.maxOutputTokens());
        }
        codec.addRequestMembers(out, request, call);
        String[] names = request.names();
        for (int i = 0; i < names.length; i++) {
            if (!request.operation().reserves(names[i])
                    && !codec.reservedRequestMembers().contains(names[i])) {
                out.add(',')
                        .addJsonString(codec.memberName(request.operation(), names[i]))
                        .add(':');
                out.add(request.json(), request.valueStarts()[i], request.valueEnds()[i]);
            }
        }
        return out.add('}').copy();
    }

    /** What vLLM and SGLang are told alike: to count on every chunk, and whose prefix cache may be used. */
    static void addRunningCountsAndSalt(Bytes out, OpenAiRequest request, EngineCall call) {
        if (request.stream()) {
            out.add(INCLUDE_USAGE).add(CONTINUOUS);
        }
        if (request.operation().generates() && !call.cacheSalt().isEmpty()) {
            out.add(CACHE_SALT).addJsonString(call.cacheSalt());
        }
    }

    /** Takes the counts of a {@code usage} member, when there is one. */
    static void readUsage(JsonMembers message, JsonMembers scratch, TokenCounts counts) {
        int usage = message.find(Names.USAGE);
        if (usage < 0 || !scratch.scanValue(message, usage)) {
            return;
        }
        long input = scratch.count(Names.PROMPT_TOKENS);
        long output = scratch.count(Names.COMPLETION_TOKENS);
        long cached = -1;
        long image = -1;
        // SGLang has it here.
        long reasoning = scratch.count(Names.REASONING_TOKENS);
        int ofCompletion = scratch.find(Names.COMPLETION_TOKENS_DETAILS);
        int start = ofCompletion < 0 ? 0 : scratch.valueStart(ofCompletion);
        int end = ofCompletion < 0 ? 0 : scratch.valueEnd(ofCompletion);
        int details = scratch.find(Names.PROMPT_TOKENS_DETAILS);
        if (details >= 0 && scratch.scanValue(scratch, details)) {
            cached = scratch.count(Names.CACHED_TOKENS);
            image = scratch.count(Names.IMAGE_TOKENS);
        }
        if (start < end && scratch.scan(scratch.bytes(), start, end)) {
            reasoning = Math.max(reasoning, scratch.count(Names.REASONING_TOKENS));
        }
        counts.state(input, cached, output);
        counts.stateParts(image, reasoning);
    }

    /** What an engine said in an error body, as far as it can be read; never shown to a client as it stands. */
    public static EngineError readError(int status, byte[] body) {
        JsonMembers members = new JsonMembers();
        if (members.scan(body, 0, body.length)) {
            int error = members.find(Names.ERROR);
            JsonMembers inner = new JsonMembers();
            if (error >= 0 && inner.scanValue(members, error)) {
                return EngineError.of(status, inner);
            }
            return EngineError.of(status, members);
        }
        return new EngineError(
                EngineError.Kind.ofStatus(status),
                new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8));
    }
}
