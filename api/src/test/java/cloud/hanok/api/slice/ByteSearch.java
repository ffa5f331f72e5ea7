package cloud.hanok.api.slice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A text that is looked for in bytes of any form, as its UTF-8. */
final class ByteSearch {
    private final byte[] wanted;

    ByteSearch(String text) {
        wanted = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it is there. */
    boolean in(byte[] bytes) {
        int last = bytes.length - wanted.length;
        for (int at = 0; at <= last; at++) {
            if (bytes[at] == wanted[0] && matches(bytes, at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is in what remains; the buffer stays where it is. */
    boolean in(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return in(bytes);
    }

    /** Whether it is there. */
    boolean in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean matches(byte[] bytes, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
