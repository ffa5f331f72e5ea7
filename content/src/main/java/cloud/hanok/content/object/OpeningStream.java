package cloud.hanok.content.object;

import java.io.IOException;
import java.io.InputStream;

/** Opens an object's chunks while they are read. Not a byte of a chunk is given before all of it was found to be as it was sealed. */
final class OpeningStream extends InputStream {
    private final SealedForm form;
    private final InputStream sealed;
    private final long length;
    private final byte[] buffer = new byte[SealedForm.CHUNK_BYTES + SealedForm.TAG_BYTES];
    private final byte[] clear = new byte[SealedForm.CHUNK_BYTES];
    private long chunk;
    private int at;
    private int filled;

    /**
     * @param sealed at the beginning of the first chunk
     * @param length clear bytes of the whole object
     * @param chunk the first
     * @param skip clear bytes at the beginning of that chunk that are not wanted
     */
    OpeningStream(SealedForm form, InputStream sealed, long length, long chunk, int skip) {
        this.form = form;
        this.sealed = sealed;
        this.length = length;
        this.chunk = chunk;
        try {
            fill();
        } catch (RuntimeException damaged) {
            close();
            throw damaged;
        }
        this.at = Math.min(skip, filled);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int wanted) {
        if (wanted == 0) {
            return 0;
        }
        if (at == filled && !fill()) {
            return -1;
        }
        int count = Math.min(wanted, filled - at);
        System.arraycopy(clear, at, into, from, count);
        at += count;
        return count;
    }

    private boolean fill() {
        long chunks = SealedForm.chunks(length);
        at = 0;
        filled = 0;
        if (chunk >= chunks) {
            return false;
        }
        boolean last = chunk == chunks - 1;
        int clearBytes = (int) Math.min(SealedForm.CHUNK_BYTES, length - chunk * SealedForm.CHUNK_BYTES);
        int wanted = clearBytes + SealedForm.TAG_BYTES;
        try {
            if (sealed.readNBytes(buffer, 0, wanted) < wanted) {
                throw new DamagedObjectException("the object ends within chunk " + chunk, null);
            }
            if (last && sealed.read() >= 0) {
                throw new DamagedObjectException("the object goes on behind its last chunk", null);
            }
        } catch (IOException e) {
            throw new ObjectStoreUnavailableException("an object cannot be read", e);
        }
        form.open(buffer, wanted, (int) chunk, last, clear);
        chunk++;
        filled = clearBytes;
        return clearBytes > 0;
    }

    @Override
    public void close() {
        try {
            sealed.close();
        } catch (IOException e) {
            throw new ObjectStoreUnavailableException("an object cannot be closed", e);
        }
    }
}
