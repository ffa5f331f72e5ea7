package cloud.hanok.cluster.engine;

import java.util.Arrays;

/**
 * Cuts a stream of server-sent events into its events, however the bytes arrive. Only {@code data:} lines matter to
 * us; an event's data lines are joined by a line feed as the standard says. An instance serves one stream.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the HTML standard, section 9.2.6</a>
 */
public final class SseSplitter {
    /** An event above this is no chunk of a chat any more. */
    public static final int MAX_EVENT_BYTES = 1 << 20;

    private byte[] data = new byte[1024];
    private int dataLength;
    private boolean hasData;
    private byte[] line = new byte[1024];
    private int lineLength;
    private boolean afterCarriageReturn;

    /** Receives the data of one event. */
    @FunctionalInterface
    public interface Sink {
        /** The event's data lies in {@code bytes[from, to)} for the time of the call only. */
        void event(byte[] bytes, int from, int to);
    }

    /** Raised for an event above {@link #MAX_EVENT_BYTES}. */
    public static final class OversizedEventException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OversizedEventException() {
            super("an event of the engine's stream is above " + MAX_EVENT_BYTES + " bytes");
        }
    }

    /**
     * Takes the next bytes of the stream and hands on every event that they complete.
     *
     * @throws OversizedEventException when an event is too large; the stream is then unusable
     */
    public void feed(byte[] bytes, int from, int to, Sink sink) {
        int lineStart = from;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                if (afterCarriageReturn) {
                    afterCarriageReturn = false;
                    lineStart = i + 1;
                    continue;
                }
                endLine(bytes, lineStart, i, sink);
                lineStart = i + 1;
            } else if (b == '\r') {
                endLine(bytes, lineStart, i, sink);
                lineStart = i + 1;
                afterCarriageReturn = true;
                continue;
            }
            afterCarriageReturn = false;
        }
        keep(bytes, lineStart, to);
    }

    /** Whether bytes of an event that has not ended are held. */
    public boolean isInsideEvent() {
        return lineLength > 0 || hasData;
    }

    private void endLine(byte[] bytes, int from, int to, Sink sink) {
        if (lineLength == 0) {
            takeLine(bytes, from, to, sink);
            return;
        }
        keep(bytes, from, to);
        int length = lineLength;
        lineLength = 0;
        takeLine(line, 0, length, sink);
    }

    private void takeLine(byte[] bytes, int from, int to, Sink sink) {
        if (from == to) {
            if (hasData) {
                hasData = false;
                int length = dataLength;
                dataLength = 0;
                sink.event(data, 0, length);
            }
            return;
        }
        if (to - from >= 5
                && bytes[from] == 'd'
                && bytes[from + 1] == 'a'
                && bytes[from + 2] == 't'
                && bytes[from + 3] == 'a'
                && bytes[from + 4] == ':') {
            int value = from + 5 < to && bytes[from + 5] == ' ' ? from + 6 : from + 5;
            addData(bytes, value, to);
        }
    }

    private void addData(byte[] bytes, int from, int to) {
        int more = to - from + (hasData ? 1 : 0);
        data = grown(data, dataLength, more);
        if (hasData) {
            data[dataLength++] = '\n';
        }
        System.arraycopy(bytes, from, data, dataLength, to - from);
        dataLength += to - from;
        hasData = true;
    }

    private void keep(byte[] bytes, int from, int to) {
        if (from >= to) {
            return;
        }
        line = grown(line, lineLength, to - from);
        System.arraycopy(bytes, from, line, lineLength, to - from);
        lineLength += to - from;
    }

    private static byte[] grown(byte[] array, int length, int more) {
        int needed = Math.addExact(length, more);
        if (needed > MAX_EVENT_BYTES) {
            throw new OversizedEventException();
        }
        return needed <= array.length ? array : Arrays.copyOf(array, Math.max(needed, array.length * 2));
    }
}
