package cloud.hanok.content.object;

import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.KeyDestroyedException;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Objects whose bytes leave the process sealed ({@link SealedForm}), each under a key of its own, which is sealed with the tenant's
 * key for content and stored beside what knows of the object: without that row an object is noise. A chunk at a time is in memory.
 */
public final class SealedObjects {
    private static final String KEY_COLUMN = "file_objects.key";

    private final ObjectStore store;
    private final Envelopes envelopes;
    private final SecureRandom random;

    public SealedObjects(ObjectStore store, Envelopes envelopes, SecureRandom random) {
        this.store = store;
        this.envelopes = envelopes;
        this.random = random;
    }

    /**
     * What has to be remembered of an object.
     *
     * @param length clear bytes
     * @param sha256 of the clear bytes
     * @param key that seals it, sealed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Written(Ulid object, long length, byte[] sha256, byte[] key) {
        @Override
        public String toString() {
            return "Written[" + object + ", " + length + " bytes]";
        }
    }

    /**
     * Writes an object to the end of a stream. When this throws, nothing is there, or something that nobody knows the key of.
     *
     * @param name that no object ever had
     * @throws IOException what the stream throws
     * @throws ObjectStoreFullException when there is no room
     * @throws ObjectStoreUnavailableException when it is not there in the end, or may not be
     */
    public Written write(TenantId tenant, Ulid name, InputStream clear) throws IOException {
        byte[] key = new byte[SealedForm.KEY_BYTES];
        random.nextBytes(key);
        try {
            byte[] sealedKey = envelopes.seal(tenant, DataClass.CONTENT, place(name), key);
            var form = new SealedForm(tenant, name, key);
            MessageDigest sha256 = sha256();
            try (ObjectWriter writer = store.write(tenant, name)) {
                long length = write(form, clear, sha256, writer);
                writer.commit();
                return new Written(name, length, sha256.digest(), sealedKey);
            }
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static long write(SealedForm form, InputStream clear, MessageDigest sha256, ObjectWriter writer)
            throws IOException {
        byte[] chunk = new byte[SealedForm.CHUNK_BYTES];
        byte[] next = new byte[SealedForm.CHUNK_BYTES];
        byte[] sealed = new byte[SealedForm.CHUNK_BYTES + SealedForm.TAG_BYTES];
        long length = 0;
        int number = 0;
        int filled = clear.readNBytes(chunk, 0, chunk.length);
        while (true) {
            // Only who has looked beyond a chunk knows whether it is the last.
            int more = filled < chunk.length ? 0 : clear.readNBytes(next, 0, next.length);
            sha256.update(chunk, 0, filled);
            length += filled;
            writer.write(sealed, 0, form.seal(chunk, filled, number, more == 0, sealed));
            if (more == 0) {
                return length;
            }
            byte[] swap = chunk;
            chunk = next;
            next = swap;
            filled = more;
            number++;
        }
    }

    /**
     * The clear bytes of an object from one on; the caller closes it. Reading throws what this throws.
     *
     * @throws KeyDestroyedException when it was erased with its tenant's key
     * @throws ObjectMissingException when it is not there
     * @throws DamagedObjectException when it is not what was written
     */
    public InputStream read(TenantId tenant, Written written, long from) {
        byte[] key = envelopes
                .open(tenant, DataClass.CONTENT, place(written.object()), written.key())
                .orElseThrow(() -> new ObjectMissingException(written.object()));
        try {
            var form = new SealedForm(tenant, written.object(), key);
            long chunk = from / SealedForm.CHUNK_BYTES;
            InputStream sealed =
                    store.read(tenant, written.object(), chunk * (SealedForm.CHUNK_BYTES + SealedForm.TAG_BYTES));
            return new OpeningStream(form, sealed, written.length(), chunk, (int) (from % SealedForm.CHUNK_BYTES));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Deletes an object; nothing where there is none. */
    public void delete(TenantId tenant, Ulid name) {
        store.delete(tenant, name);
    }

    private static Place place(Ulid name) {
        return new Place(KEY_COLUMN, name.toString(), 1);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
