package cloud.hanok.cluster.engine;

/**
 * A request in OpenAI's wire form, read and checked, with the places of its members kept so that what nobody changes is
 * sent on byte for byte, unknown members too.
 *
 * @param operation what is asked for
 * @param json the bytes, as the client sent them or as they were made from another protocol's
 * @param names the members' names, in order, unescaped
 * @param valueStarts where each member's value starts
 * @param valueEnds where it ends (exclusive)
 * @param stream whether the answer is to be streamed
 * @param includeUsage whether the client asked for the usage chunk at the end of the stream
 */
public record OpenAiRequest(
        EngineOperation operation,
        byte[] json,
        String[] names,
        int[] valueStarts,
        int[] valueEnds,
        boolean stream,
        boolean includeUsage) {
    /**
     * A request that was made here: an object of few members with plain names.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static OpenAiRequest of(EngineOperation operation, byte[] json, boolean stream, boolean includeUsage) {
        JsonMembers members = new JsonMembers();
        if (!members.scan(json, 0, json.length)) {
            throw new IllegalArgumentException("no object of few members");
        }
        int count = members.count();
        String[] names = new String[count];
        int[] starts = new int[count];
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            names[i] = members.name(i);
            starts[i] = members.valueStart(i);
            ends[i] = members.valueEnd(i);
        }
        return new OpenAiRequest(operation, json, names, starts, ends, stream, includeUsage);
    }

    @Override
    public String toString() {
        return "OpenAiRequest[" + operation + ", " + json.length + " bytes]";
    }
}
