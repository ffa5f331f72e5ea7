package cloud.hanok.cluster.engine;

/**
 * A chat request in OpenAI's wire form, read and checked, with the places of its members kept so that what nobody
 * changes is sent on byte for byte, unknown members too.
 *
 * @param json the bytes the client sent
 * @param names the members' names, in order, unescaped
 * @param valueStarts where each member's value starts
 * @param valueEnds where it ends (exclusive)
 * @param stream whether the answer is to be streamed
 * @param includeUsage whether the client asked for the usage chunk at the end of the stream
 */
public record ChatRequestBody(
        byte[] json, String[] names, int[] valueStarts, int[] valueEnds, boolean stream, boolean includeUsage) {
    @Override
    public String toString() {
        return "ChatRequestBody[" + json.length + " bytes]";
    }
}
