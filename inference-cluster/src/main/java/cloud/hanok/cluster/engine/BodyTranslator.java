package cloud.hanok.cluster.engine;

/** Turns an engine's whole answer (without streaming) into the one the client gets. */
public final class BodyTranslator {
    private BodyTranslator() {}

    /**
     * The client's body.
     *
     * @param answerId the answer's {@code id}
     * @param model the name the client asked for
     * @param counts takes what the engine says of tokens
     * @return the bytes for the client, or null when the engine's body is no JSON object with {@code choices}
     */
    public static byte @org.jspecify.annotations.Nullable [] translate(
            EngineCodec codec, byte[] body, String answerId, String model, TokenCounts counts) {
        JsonMembers members = new JsonMembers();
        if (!members.scan(body, 0, body.length) || members.find(Names.CHOICES) < 0) {
            return null;
        }
        codec.readCounts(members, new JsonMembers(), counts);
        Bytes out = new Bytes().add('{');
        out.add(Names.ascii("\"id\":")).addJsonString(answerId);
        out.add(Names.ascii(",\"model\":")).addJsonString(model);
        for (int i = 0; i < members.count(); i++) {
            boolean dropped =
                    members.nameIs(i, Names.ID) || members.nameIs(i, Names.MODEL) || codec.isOwnMember(members, i);
            if (!dropped) {
                out.add(',').add(body, members.memberStart(i), members.valueEnd(i));
            }
        }
        return out.add('}').copy();
    }
}
