package cloud.hanok.api.files;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import io.micronaut.http.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body of {@code multipart/form-data} (RFC 7578), read once from its beginning to its end. A field is a stream, so that a file passes
 * through without being held; what is left of it is passed over when the next field is asked for.
 */
final class MultipartForm {
    /** Of a form: more than all that are known. */
    private static final int MOST_FIELDS = 64;

    /** Of a field's head: a name of 255 characters of which each is escaped, and some more. */
    private static final int MOST_HEAD_BYTES = 8 << 10;

    /** Of a field that is no file. */
    static final int MOST_TEXT_BYTES = 4 << 10;

    /** As RFC 2046 has it. */
    private static final int MOST_BOUNDARY_CHARACTERS = 70;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final InputStream body;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private boolean bodyEnded;
    private boolean fieldEnded;
    private int fields;

    private MultipartForm(InputStream body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // So that the first delimiter, which has no line before it, looks as every other.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
    }

    /**
     * Begins to read.
     *
     * @param type the request's media type, or null
     * @throws ApiException {@code invalid_multipart} when it is another, or has no boundary
     */
    static MultipartForm of(@Nullable MediaType type, InputStream body) {
        String boundary = type == null || !type.getName().equals(MediaType.MULTIPART_FORM_DATA)
                ? ""
                : type.getParameters().get("boundary").orElse("");
        if (boundary.isEmpty() || boundary.length() > MOST_BOUNDARY_CHARACTERS) {
            throw refused("its Content-Type has no boundary", "Content-Type에 boundary가 없습니다");
        }
        return new MultipartForm(body, boundary);
    }

    /**
     * A field.
     *
     * @param name what it is called
     * @param filename of a file
     * @param content to be read before the next field is asked for
     */
    record Field(String name, Optional<String> filename, InputStream content) {
        /**
         * A field that is no file, as a text.
         *
         * @throws ApiException when it is too long for one
         */
        String text() throws IOException {
            byte[] bytes = content.readNBytes(MOST_TEXT_BYTES + 1);
            if (bytes.length > MOST_TEXT_BYTES) {
                throw refused("a field is too long", "필드가 너무 깁니다");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * The next field; empty at the end.
     *
     * @throws IOException when the client is gone
     * @throws ApiException {@code invalid_multipart} when the form is not whole
     */
    Optional<Field> next() throws IOException {
        Content before = new Content();
        while (!fieldEnded) {
            // What nobody read.
            before.skip(Long.MAX_VALUE);
        }
        byte[] line = {take(), take()};
        if (line[0] == '-' && line[1] == '-') {
            return Optional.empty();
        }
        if (line[0] != '\r' || line[1] != '\n') {
            throw refused("a delimiter is followed by something else", "구분자 뒤에 다른 내용이 있습니다");
        }
        if (++fields > MOST_FIELDS) {
            throw refused("it has too many fields", "필드가 너무 많습니다");
        }
        Map<String, String> disposition = disposition(head());
        String name = disposition.get("name");
        if (name == null) {
            throw refused("a field has no name", "이름이 없는 필드가 있습니다");
        }
        fieldEnded = false;
        String extended = disposition.get("filename*");
        String filename = extended == null ? disposition.get("filename") : ExtendedValue.decode(extended);
        return Optional.of(new Field(name, Optional.ofNullable(filename), new Content()));
    }

    private byte take() throws IOException {
        if (at == end && !fill()) {
            throw brokenOff();
        }
        return buffer[at++];
    }

    private String head() throws IOException {
        var head = new ByteArrayOutputStream();
        head.write('\r');
        head.write('\n');
        byte[] last = {0, 0, '\r', '\n'};
        while (!Arrays.equals(last, END_OF_HEAD)) {
            if (head.size() > MOST_HEAD_BYTES) {
                throw refused("the head of a field is too long", "필드의 헤더가 너무 깁니다");
            }
            byte next = take();
            head.write(next);
            System.arraycopy(last, 1, last, 0, last.length - 1);
            last[last.length - 1] = next;
        }
        return head.toString(StandardCharsets.UTF_8);
    }

    /** The parameters of a field's {@code Content-Disposition}. */
    private static Map<String, String> disposition(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                return parameters(line);
            }
        }
        return Map.of();
    }

    private static Map<String, String> parameters(String line) {
        Map<String, String> parameters = new HashMap<>();
        int at = line.indexOf(';');
        while (at >= 0 && at < line.length()) {
            int equals = line.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = line.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            int from = equals + 1;
            var value = new StringBuilder();
            if (from < line.length() && line.charAt(from) == '"') {
                from++;
                while (from < line.length() && line.charAt(from) != '"') {
                    // Old clients escape a quote by a backslash, and a path of Windows has backslashes that escape
                    // nothing.
                    boolean escapes = line.charAt(from) == '\\'
                            && from + 1 < line.length()
                            && (line.charAt(from + 1) == '"' || line.charAt(from + 1) == '\\');
                    value.append(line.charAt(escapes ? from + 1 : from));
                    from += escapes ? 2 : 1;
                }
                at = line.indexOf(';', Math.min(from, line.length()));
            } else {
                at = line.indexOf(';', from);
                value.append(line, from, at < 0 ? line.length() : at);
            }
            // How browsers and official clients write what would end the value.
            parameters.put(
                    name,
                    value.toString()
                            .strip()
                            .replace("%22", "\"")
                            .replace("%0D", "\r")
                            .replace("%0A", "\n"));
        }
        return parameters;
    }

    private boolean fill() throws IOException {
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
        }
        int count = bodyEnded ? -1 : body.read(buffer, end, buffer.length - end);
        bodyEnded = count < 0;
        end += Math.max(0, count);
        return count > 0;
    }

    /** What is told of a client that left in the middle, if it is still there to hear it. */
    static ApiException brokenOff(IOException cause) {
        return new ApiException(brokenOff().error(), cause);
    }

    private static ApiException brokenOff() {
        return refused("it ends before its last delimiter", "마지막 구분자 전에 본문이 끝났습니다");
    }

    private static ApiException refused(String inEnglish, String inKorean) {
        ErrorCode code = ErrorCode.INVALID_MULTIPART;
        return new ApiException(
                ApiError.bilingual(code, "body", inEnglish, inKorean).withParam("body"));
    }

    /** The bytes until the next delimiter. */
    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (fieldEnded) {
                return -1;
            }
            if (length == 0) {
                return 0;
            }
            int sure = sure();
            while (sure == 0) {
                if (startsDelimiter(at)) {
                    at += delimiter.length;
                    fieldEnded = true;
                    return -1;
                }
                if (!fill()) {
                    throw brokenOff();
                }
                sure = sure();
            }
            int count = Math.min(length, sure);
            System.arraycopy(buffer, at, into, from, count);
            at += count;
            return count;
        }

        /** How many of the bytes that are there belong to the field for sure: those before anything that may be a delimiter. */
        private int sure() {
            for (int i = at; i < end; i++) {
                if (buffer[i] == '\r' && mayStartDelimiter(i)) {
                    return i - at;
                }
            }
            return end - at;
        }

        private boolean mayStartDelimiter(int from) {
            int length = Math.min(delimiter.length, end - from);
            return Arrays.mismatch(buffer, from, from + length, delimiter, 0, length) < 0;
        }

        private boolean startsDelimiter(int from) {
            return end - from >= delimiter.length && mayStartDelimiter(from);
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = 0;
            byte[] away = new byte[BUFFER_BYTES];
            int read = read(away, 0, away.length);
            while (read >= 0 && skipped < count) {
                skipped += read;
                read = read(away, 0, away.length);
            }
            return skipped;
        }
    }
}
