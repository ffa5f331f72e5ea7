package cloud.hanok.cluster.engine;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns an engine's stream, of a chat or a completion, into the stream the client asked for: whole events only and no half characters, so that no
 * syllable is ever cut; the answer carries the name the client asked for and our request id; what was forced upstream is taken out
 * again. Running counts are kept on the way. An instance serves one stream and belongs to one thread.
 */
public final class StreamTranslator {
    private static final byte[] DATA = Names.ascii("data: {");
    private static final byte[] END = Names.ascii("}\n\n");
    private static final byte[] USAGE_NULL = Names.ascii(",\"usage\":null");
    private static final byte[] DONE = Names.ascii("[DONE]");

    /** Members whose strings are text of the answer itself, up to the string's first character. */
    private static final byte[][] ANSWER = {
        Names.ascii("\"content\":\""), Names.ascii("\"arguments\":\""), Names.ascii("\"text\":\"")
    };

    /** Members whose strings are reasoning before it. */
    private static final byte[][] REASONING = {Names.ascii("\"reasoning_content\":\""), Names.ascii("\"reasoning\":\"")
    };

    private final EngineCodec codec;
    private final boolean includeUsage;
    private final byte[] identity;
    private final TokenCounts counts;
    private final SseSplitter splitter = new SseSplitter();
    private final JsonMembers members = new JsonMembers();
    private final JsonMembers scratch = new JsonMembers();
    private final Bytes out = new Bytes();
    private final HalfCharacters halves = new HalfCharacters();

    /** Whether what the engine has counted may still be reasoning alone: nothing of the answer itself has come. */
    private boolean mayReason;

    private boolean done;
    private int chunks;
    private @Nullable EngineError error;

    /**
     * @param answerId the {@code id} of every chunk
     * @param model the name the client asked for
     * @param includeUsage whether the client asked for the usage chunk
     */
    public StreamTranslator(
            EngineCodec codec, String answerId, String model, boolean includeUsage, TokenCounts counts) {
        this.codec = codec;
        this.includeUsage = includeUsage;
        this.counts = counts;
        this.mayReason = codec.statesRunningCount();
        this.identity = new Bytes()
                .add(Names.ascii("\"id\":"))
                .addJsonString(answerId)
                .add(Names.ascii(",\"model\":"))
                .addJsonString(model)
                .copy();
    }

    /**
     * Takes the next bytes of the engine. What the client is to get of them is then in {@link #output()}.
     *
     * @throws SseSplitter.OversizedEventException when the engine's stream is unusable
     */
    public void feed(byte[] bytes, int from, int to) {
        out.clear();
        splitter.feed(bytes, from, to, this::event);
    }

    /** What the last {@link #feed} made for the client; whole events. */
    public Bytes output() {
        return out;
    }

    /** Whether the engine ended the stream as it should, by {@code [DONE]}. */
    public boolean isDone() {
        return done;
    }

    /** The error that the engine put into the stream, or null. Nothing after it is handed on. */
    public @Nullable EngineError error() {
        return error;
    }

    /** How many chunks were handed on. */
    public int chunks() {
        return chunks;
    }

    private void event(byte[] bytes, int from, int to) {
        if (done || error != null) {
            return;
        }
        if (java.util.Arrays.equals(bytes, from, to, DONE, 0, DONE.length)) {
            done = true;
            return;
        }
        if (!members.scan(bytes, from, to)) {
            error = new EngineError(EngineError.Kind.FAILED, "the engine sent an event that is no JSON object");
            return;
        }
        int errorMember = members.find(Names.ERROR);
        if (errorMember >= 0) {
            error = readError(errorMember);
            return;
        }
        int statements = counts.outputStatements();
        codec.readCounts(members, scratch, counts);
        boolean stated = counts.outputStatements() > statements;
        int choices = members.find(Names.CHOICES);
        boolean usageChunk = choices >= 0 && members.valueIs(choices, Names.EMPTY_ARRAY);
        if (usageChunk && !includeUsage) {
            return;
        }
        if (choices >= 0 && !usageChunk) {
            count(choices, stated);
        }
        write(choices, usageChunk);
        chunks++;
    }

    /** @param stated whether the engine counted this chunk itself */
    private void count(int choices, boolean stated) {
        if (mayReason) {
            if (has(ANSWER, choices)) {
                mayReason = false;
            } else if (has(REASONING, choices)) {
                counts.reasonedSoFar();
            }
        } else if (!stated && !codec.statesRunningCount() && (has(ANSWER, choices) || has(REASONING, choices))) {
            counts.estimateOneMore();
        }
    }

    /** Whether a chunk carries text in one of these members. */
    private boolean has(byte[][] names, int choices) {
        byte[] json = members.bytes();
        int end = members.valueEnd(choices);
        for (byte[] name : names) {
            for (int at = members.valueStart(choices); at + name.length < end; at++) {
                if (json[at] == name[0]
                        && java.util.Arrays.equals(json, at, at + name.length, name, 0, name.length)
                        && json[at + name.length] != '"') {
                    return true;
                }
            }
        }
        return false;
    }

    private void write(int choices, boolean usageChunk) {
        out.add(DATA).add(identity);
        byte[] json = members.bytes();
        for (int i = 0; i < members.count(); i++) {
            boolean dropped = members.nameIs(i, Names.ID)
                    || members.nameIs(i, Names.MODEL)
                    || (members.nameIs(i, Names.USAGE) && !usageChunk)
                    || codec.isOwnMember(members, i);
            if (dropped) {
                continue;
            }
            out.add(',');
            if (i == choices && halves.concern(json, members.valueStart(i), members.valueEnd(i))) {
                out.add(json, members.memberStart(i), members.valueStart(i));
                halves.write(json, members.valueStart(i), members.valueEnd(i), out);
            } else {
                out.add(json, members.memberStart(i), members.valueEnd(i));
            }
        }
        if (includeUsage && !usageChunk) {
            out.add(USAGE_NULL);
        }
        out.add(END);
    }

    private EngineError readError(int errorMember) {
        if (scratch.scanValue(members, errorMember)) {
            long status = scratch.count(Names.CODE);
            return EngineError.of(status > 0 ? (int) Math.min(status, 599) : 500, scratch);
        }
        byte[] json = members.bytes();
        int start = members.valueStart(errorMember);
        int length = Math.min(members.valueEnd(errorMember) - start, 200);
        return new EngineError(EngineError.Kind.FAILED, new String(json, start, length, StandardCharsets.UTF_8));
    }
}
