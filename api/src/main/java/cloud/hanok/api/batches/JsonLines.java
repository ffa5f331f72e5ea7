package cloud.hanok.api.batches;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, one after the other, each with where it lies. */
final class JsonLines {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final int mostBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private int number;
    private long position;

    /**
     * @param first the number of its first line
     * @param mostBytes of a line; a longer one is passed over, and said to be too long
     */
    JsonLines(InputStream in, int first, int mostBytes) {
        this.in = in;
        this.number = first;
        this.mostBytes = mostBytes;
    }

    /**
     * A line.
     *
     * @param number counts from 1
     * @param position of its first byte, from where the stream began
     * @param length of it with its end
     * @param bytes without its end; null when it is too long
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Line(int number, long position, int length, byte @Nullable [] bytes) {
        /** Whether there is nothing on it but blanks. */
        boolean isBlank() {
            if (bytes == null) {
                return false;
            }
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * The next one, or null at the end.
     *
     * @throws IOException what the stream throws
     */
    @Nullable
    Line next() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int length = 0;
        boolean tooLong = false;
        while (true) {
            if (from == to) {
                from = 0;
                to = Math.max(0, in.read(buffer));
                if (to == 0) {
                    return length == 0 ? null : line(length, tooLong ? null : bytes.toByteArray());
                }
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            boolean whole = end < to;
            int taken = end - from;
            tooLong |= bytes.size() + (long) taken > mostBytes;
            if (!tooLong) {
                bytes.write(buffer, from, taken);
            }
            length += taken + (whole ? 1 : 0);
            from = whole ? end + 1 : end;
            if (whole) {
                return line(length, tooLong ? null : bytes.toByteArray());
            }
        }
    }

    private Line line(int length, byte @Nullable [] bytes) {
        var line = new Line(number, position, length, bytes);
        number++;
        position += length;
        return line;
    }
}
