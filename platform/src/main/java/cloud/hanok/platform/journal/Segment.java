package cloud.hanok.platform.journal;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** One file of the journal in use: where it is, what it begins with, and how many live requests still need it. */
final class Segment {
    private final long number;
    private final Path path;
    private final long firstSequence;
    private final AtomicInteger unsettled = new AtomicInteger();

    Segment(long number, Path path, long firstSequence) {
        this.number = number;
        this.path = path;
        this.firstSequence = firstSequence;
    }

    long number() {
        return number;
    }

    Path path() {
        return path;
    }

    long firstSequence() {
        return firstSequence;
    }

    void opened() {
        unsettled.incrementAndGet();
    }

    void settled() {
        unsettled.decrementAndGet();
    }

    boolean holdsUnsettled() {
        return unsettled.get() > 0;
    }
}
