package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * A receipt on its way into the log. Request, attempt and kind name it: whoever appends it again must bring the same
 * bytes.
 *
 * @param request it belongs to
 * @param attempt from 1
 * @param kind which of the attempt's receipts
 * @param salt 32 random bytes
 * @param receipt the exact bytes of {@link ReceiptWriter}
 * @param project of the request
 * @param at when it was made
 */
public record Leaf(
        RequestId request, int attempt, LeafKind kind, byte[] salt, byte[] receipt, ProjectId project, Instant at) {
    /** Bytes of a salt. */
    public static final int SALT_BYTES = 32;

    /** Attempts of one request a log knows: more than any gateway makes. */
    public static final int MAX_ATTEMPTS = 1_000;

    /** Never fed: to find the algorithm's provider takes longer than to hash a receipt. */
    private static final MessageDigest SHA_256 = sha256();

    public Leaf {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a leaf's salt has 32 bytes, this has " + salt.length);
        }
        if (attempt < 1 || attempt > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("attempts count from 1 to " + MAX_ATTEMPTS + ", not " + attempt);
        }
        if (receipt.length == 0 || receipt.length > ReceiptWriter.MAX_RECEIPT_BYTES) {
            throw new IllegalArgumentException("a receipt has 1 to " + ReceiptWriter.MAX_RECEIPT_BYTES + " bytes");
        }
    }

    /** What the log holds of it, its entry: SHA-256(salt, receipt), 32 bytes. */
    public byte[] entry() {
        return entry(salt, receipt);
    }

    /** The entry of a salt and a receipt: SHA-256(salt, receipt), 32 bytes. */
    public static byte[] entry(byte[] salt, byte[] receipt) {
        try {
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            digest.update(salt);
            return digest.digest(receipt);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Says which leaf it is, and nothing of its salt or receipt. */
    @Override
    public String toString() {
        return "Leaf[" + request + ", " + attempt + ", " + kind + "]";
    }
}
