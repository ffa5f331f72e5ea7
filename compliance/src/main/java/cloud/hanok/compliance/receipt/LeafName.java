package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.Ulid;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What names a leaf within its log.
 *
 * @param request it belongs to
 * @param attempt from 1
 * @param kind which receipt
 */
record LeafName(RequestId request, int attempt, LeafKind kind) {
    /** Bytes of a name in a row of the inbox: request, attempt, kind. */
    private static final int BYTES = Ulid.BYTES + Short.BYTES + 1;

    private static final byte FORMAT = 1;
    private static final LeafKind[] KINDS = LeafKind.values();

    static LeafName of(Leaf leaf) {
        return new LeafName(leaf.request(), leaf.attempt(), leaf.kind());
    }

    /** The second inside its request's id, whose partition holds the leaf. */
    Instant second() {
        return secondOf(request);
    }

    static Instant secondOf(RequestId request) {
        return Instant.ofEpochSecond(request.ulid().epochMillis() / 1000);
    }

    /** The random half of the request's id says it all but for the few leaves of one request. */
    @Override
    public int hashCode() {
        return Long.hashCode(request.ulid().leastSignificantBits()) + 31 * attempt + kind.ordinal();
    }

    /** Names as a row of the inbox holds them. */
    static ByteBuffer encode(List<LeafName> names) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + names.size() * BYTES).put(FORMAT);
        for (LeafName name : names) {
            name.request.ulid().write(bytes);
            bytes.putShort((short) name.attempt).put((byte) name.kind.ordinal());
        }
        return bytes.flip();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it is of another format
     */
    static List<LeafName> decode(ByteBuffer encoded) {
        ByteBuffer bytes = encoded.duplicate();
        if (bytes.get() != FORMAT || bytes.remaining() % BYTES != 0) {
            throw new IllegalArgumentException("a row of the inbox is of another format than " + FORMAT);
        }
        List<LeafName> names = new ArrayList<>(bytes.remaining() / BYTES);
        while (bytes.hasRemaining()) {
            names.add(new LeafName(new RequestId(Ulid.read(bytes)), bytes.getShort(), KINDS[bytes.get()]));
        }
        return names;
    }
}
