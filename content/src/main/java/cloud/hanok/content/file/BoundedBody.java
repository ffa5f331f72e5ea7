package cloud.hanok.content.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a client sends, until it is too much or takes too long. */
final class BoundedBody extends FilterInputStream {
    /** What takes longer is not waited for: the object's deed would find it unfinished. */
    static final Duration LONGEST = Duration.ofHours(1);

    private final String field;
    private final long most;
    private final KeptObjects.Use use;
    private final long quota;
    private final Clock clock;
    private final Instant until;
    private long read;

    BoundedBody(InputStream in, String field, long most, KeptObjects.Use use, long quota, Clock clock) {
        super(in);
        this.field = field;
        this.most = most;
        this.use = use;
        this.quota = quota;
        this.clock = clock;
        this.until = clock.instant().plus(LONGEST);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        read += Math.max(0, count);
        if (read > most) {
            throw new FileProblemException(new FileProblem.TooLong(field, most));
        }
        if (read > quota - use.bytes()) {
            throw new FileProblemException(new FileProblem.QuotaReached(use.bytes(), quota));
        }
        if (clock.instant().isAfter(until)) {
            throw new FileProblemException(new FileProblem.TooSlow(LONGEST));
        }
        return count;
    }
}
