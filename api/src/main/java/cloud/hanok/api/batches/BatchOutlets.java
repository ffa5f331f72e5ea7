package cloud.hanok.api.batches;

import cloud.hanok.content.batch.BatchUsage;
import cloud.hanok.content.batch.Segment;
import cloud.hanok.platform.id.PartId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.UploadId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Where the answers and refusals of one segment are written, as they come: into parts, of which none grows too long in memory. */
final class BatchOutlets {
    private static final int PART_BYTES = 4 << 20;

    private final Outlet output;
    private final Outlet error;
    private int completed;
    private int failed;
    private BatchUsage usage = BatchUsage.NONE;

    /** Keeps a part. */
    @FunctionalInterface
    interface Parts {
        /** The part's name, once it is durable. */
        PartId add(UploadId upload, byte[] bytes) throws InterruptedException;
    }

    BatchOutlets(UploadId output, UploadId error, Parts parts) {
        this.output = new Outlet(output, parts);
        this.error = new Outlet(error, parts);
    }

    /** Writes what came of a line. */
    synchronized void add(Ulid id, String customId, LineResult result) throws InterruptedException {
        byte[] line = result.bytes(id, customId);
        if (result.isAnswer()) {
            output.add(line);
            completed++;
            usage = usage.plus(result.usage());
        } else {
            error.add(line);
            failed++;
        }
    }

    /** All lines were written. */
    synchronized Segment.Outcome end() throws InterruptedException {
        return new Segment.Outcome(output.end(), error.end(), completed, failed, usage);
    }

    private static final class Outlet {
        private final UploadId upload;
        private final Parts parts;
        private final List<PartId> written = new ArrayList<>();
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        Outlet(UploadId upload, Parts parts) {
            this.upload = upload;
            this.parts = parts;
        }

        void add(byte[] line) throws InterruptedException {
            if (waiting.size() > 0 && waiting.size() + (long) line.length > PART_BYTES) {
                flush();
            }
            waiting.writeBytes(line);
        }

        List<PartId> end() throws InterruptedException {
            if (waiting.size() > 0) {
                flush();
            }
            return written;
        }

        private void flush() throws InterruptedException {
            written.add(parts.add(upload, waiting.toByteArray()));
            waiting.reset();
        }
    }
}
