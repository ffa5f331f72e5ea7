package cloud.hanok.platform.envelope;

import java.util.Arrays;
import java.util.Optional;

/**
 * An unwrapped data key. Whoever uses it takes a copy and wipes that; once it is wiped itself it gives no more copies,
 * so that nothing is ever sealed with zeros.
 */
final class DataKey {
    private final byte[] bytes;
    private boolean wiped;

    /** @param bytes taken over, not copied */
    DataKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy, empty when the key was wiped meanwhile. */
    synchronized Optional<byte[]> copy() {
        return wiped ? Optional.empty() : Optional.of(bytes.clone());
    }

    /** Overwrites it. What the JVM copied by itself, as its collector does, is out of reach. */
    synchronized void wipe() {
        Arrays.fill(bytes, (byte) 0);
        wiped = true;
    }

    @Override
    public String toString() {
        return "DataKey[hidden]";
    }
}
