package cloud.hanok.content.file;

import cloud.hanok.content.object.SealedObjects;
import cloud.hanok.content.object.SealedObjects.Written;
import cloud.hanok.platform.id.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** The content of several pieces as one. A piece is opened when it is needed. */
final class PiecesStream extends InputStream {
    private final SealedObjects objects;
    private final TenantId tenant;
    private final Iterator<Written> left;
    private InputStream current;

    /** @param from the first byte that is wanted */
    PiecesStream(SealedObjects objects, TenantId tenant, List<Written> pieces, long from) {
        this.objects = objects;
        this.tenant = tenant;
        this.left = pieces.iterator();
        this.current = InputStream.nullInputStream();
        long skip = from;
        while (left.hasNext()) {
            Written piece = left.next();
            if (skip < piece.length()) {
                this.current = objects.read(tenant, piece, skip);
                break;
            }
            skip -= piece.length();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = current.read(into, from, length);
        while (count < 0 && left.hasNext()) {
            current.close();
            current = objects.read(tenant, left.next(), 0);
            count = current.read(into, from, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
