package cloud.hanok.compliance.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The part of an event that may say something about a person, in the form in which it is sealed: the address, the user agent,
 * what was before and what came after, each as its length and its UTF-8 bytes, a length of -1 for null.
 */
record AuditDetails(
        AuditSource source,
        @Nullable String before,
        @Nullable String after) {
    /** Views are a few kilobytes; a damaged length is not believed. */
    private static final int MAX_PART_BYTES = 1 << 20;

    /** What is left once the key is destroyed. */
    static final AuditDetails ERASED = new AuditDetails(new AuditSource("", ""), null, null);

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, source.address());
            write(out, source.userAgent());
            write(out, before);
            write(out, after);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalStateException when it is something else
     */
    static AuditDetails decode(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            String address = read(in);
            String userAgent = read(in);
            return new AuditDetails(
                    new AuditSource(address == null ? "" : address, userAgent == null ? "" : userAgent),
                    read(in),
                    read(in));
        } catch (IOException damaged) {
            throw new IllegalStateException("the details of an audit event are damaged", damaged);
        }
    }

    private static void write(DataOutputStream out, @Nullable String part) throws IOException {
        if (part == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static @Nullable String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < -1 || length > MAX_PART_BYTES) {
            throw new IOException("a part of " + length + " bytes");
        }
        return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
