package cloud.hanok.compliance.receipt;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Salts of leaves, cut from blocks of strong randomness: a source is asked once in a while. One for each thread. */
public final class Salts {
    private static final int BLOCK_BYTES = 128 * Leaf.SALT_BYTES;

    private final RandomGenerator random;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int used = BLOCK_BYTES;

    /** @param random cryptographically strong */
    public Salts(RandomGenerator random) {
        this.random = random;
    }

    /** A salt that nobody else has, 32 bytes; nothing of it stays here. */
    public byte[] next() {
        if (used == BLOCK_BYTES) {
            random.nextBytes(block);
            used = 0;
        }
        int from = used;
        used += Leaf.SALT_BYTES;
        byte[] salt = Arrays.copyOfRange(block, from, used);
        Arrays.fill(block, from, used, (byte) 0);
        return salt;
    }
}
