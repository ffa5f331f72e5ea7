package cloud.hanok.api.openai;

import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.cluster.engine.OpenAiRequest;
import java.util.Arrays;

/** Where the members of a request's body lie, as they are read. */
final class ReadMembers {
    /** More members than the specification has several times over. */
    private static final int MAX_MEMBERS = 128;

    private static final int USUAL_MEMBERS = 16;

    private final byte[] body;
    private String[] names = new String[USUAL_MEMBERS];
    private int[] starts = new int[USUAL_MEMBERS];
    private int[] ends = new int[USUAL_MEMBERS];
    private int count;

    ReadMembers(byte[] body) {
        this.body = body;
    }

    /** What was read. */
    byte[] body() {
        return body;
    }

    /** Refuses one more, where there are too many or it was there before. */
    void expect(String name) {
        if (count == MAX_MEMBERS) {
            throw Refusals.tooMany("parameters", MAX_MEMBERS);
        }
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                throw Refusals.value(name, "it was given twice", "두 번 지정되었습니다");
            }
        }
    }

    /** Keeps one whose value lies in {@code [start, end)} of the body. */
    void keep(String name, int start, int end) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        names[count] = name;
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    /** The value of one that was read, as it was sent. */
    byte[] value(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return Arrays.copyOfRange(body, starts[i], ends[i]);
            }
        }
        throw new IllegalArgumentException("no member is called " + name);
    }

    /** As it is sent to an engine. */
    OpenAiRequest forEngine(EngineOperation operation, boolean stream, boolean includeUsage) {
        return new OpenAiRequest(
                operation,
                body,
                Arrays.copyOf(names, count),
                Arrays.copyOf(starts, count),
                Arrays.copyOf(ends, count),
                stream,
                includeUsage);
    }
}
