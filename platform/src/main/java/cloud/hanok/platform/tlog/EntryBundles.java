package cloud.hanok.platform.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The content of an entry bundle: each entry after its length, big-endian in two bytes. */
public final class EntryBundles {
    /** What two bytes of length can say. */
    public static final int MAX_ENTRY_BYTES = 65_535;

    private static final int LENGTH_BYTES = 2;

    private EntryBundles() {}

    /**
     * Entries to bytes.
     *
     * @throws IllegalArgumentException when there are more than 256, or one is longer than 65,535 bytes
     */
    public static byte[] encode(List<byte[]> entries) {
        if (entries.size() > TileAddress.FULL_WIDTH) {
            throw new IllegalArgumentException("a bundle has at most 256 entries, not " + entries.size());
        }
        int bytes = 0;
        for (byte[] entry : entries) {
            if (entry.length > MAX_ENTRY_BYTES) {
                throw new IllegalArgumentException("an entry has at most 65,535 bytes, not " + entry.length);
            }
            bytes += LENGTH_BYTES + entry.length;
        }
        ByteBuffer bundle = ByteBuffer.allocate(bytes);
        for (byte[] entry : entries) {
            bundle.putShort((short) entry.length).put(entry);
        }
        return bundle.array();
    }

    /**
     * Bytes to entries.
     *
     * @throws IllegalArgumentException when the bytes end within an entry
     */
    public static List<byte[]> decode(byte[] bundle) {
        ByteBuffer rest = ByteBuffer.wrap(bundle);
        List<byte[]> entries = new ArrayList<>();
        while (rest.hasRemaining()) {
            int length = rest.remaining() < LENGTH_BYTES ? -1 : Short.toUnsignedInt(rest.getShort());
            if (length < 0 || length > rest.remaining()) {
                throw new IllegalArgumentException("the bundle ends within entry " + entries.size());
            }
            byte[] entry = new byte[length];
            rest.get(entry);
            entries.add(entry);
        }
        return entries;
    }
}
