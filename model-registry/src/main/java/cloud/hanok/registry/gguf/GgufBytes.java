package cloud.hanok.registry.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Little-endian reads from the start of a file. Nothing is allocated by a length the file claims: a length is checked
 * against what is left first, and text that nobody wants is skipped.
 */
final class GgufBytes {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream source;
    private final long limit;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long bufferStart;
    private int next;
    private int end;

    /**
     * @param limit bytes that may be read: the file's size, or less
     */
    GgufBytes(InputStream source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    long position() {
        return bufferStart + next;
    }

    int u8(String what) throws IOException, InvalidGgufException {
        if (next == end) {
            fill(what);
        }
        return buffer[next++] & 0xFF;
    }

    long u32(String what) throws IOException, InvalidGgufException {
        return u8(what) | (long) u8(what) << 8 | (long) u8(what) << 16 | (long) u8(what) << 24;
    }

    /** 64 bits as they stand; a count above {@link Long#MAX_VALUE} is negative here and refused by every bound. */
    long u64(String what) throws IOException, InvalidGgufException {
        return u32(what) | u32(what) << 32;
    }

    /** A count that is at most the bound. */
    long count(String what, long bound) throws IOException, InvalidGgufException {
        long at = position();
        long count = u64(what);
        if (count < 0 || count > bound) {
            throw new InvalidGgufException(what + " at byte " + at + " is " + Long.toUnsignedString(count)
                    + "; at most " + bound + " is accepted");
        }
        return count;
    }

    /** A string of at most so many bytes, which must be UTF-8. */
    String text(String what, int maxBytes) throws IOException, InvalidGgufException {
        int length = (int) count("the length of " + what, maxBytes);
        need(length, what);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) u8(what);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidGgufException(what + " that ends at byte " + position() + " is not UTF-8");
        }
    }

    void skipText(String what, long maxBytes) throws IOException, InvalidGgufException {
        skip(count("the length of " + what, maxBytes), what);
    }

    void skip(long bytes, String what) throws IOException, InvalidGgufException {
        need(bytes, what);
        long left = bytes;
        while (left > 0) {
            if (next == end) {
                fill(what);
            }
            int step = (int) Math.min(left, end - next);
            next += step;
            left -= step;
        }
    }

    private void need(long bytes, String what) throws InvalidGgufException {
        if (bytes > limit - position()) {
            throw truncated(what);
        }
    }

    private void fill(String what) throws IOException, InvalidGgufException {
        bufferStart += end;
        next = 0;
        end = 0;
        int wanted = (int) Math.min(BUFFER_BYTES, limit - bufferStart);
        int read = wanted <= 0 ? -1 : source.read(buffer, 0, wanted);
        if (read <= 0) {
            throw truncated(what);
        }
        end = read;
    }

    private InvalidGgufException truncated(String what) {
        return new InvalidGgufException("the header is cut off or longer than the " + limit
                + " bytes that may be read, at byte " + position() + " in " + what);
    }
}
