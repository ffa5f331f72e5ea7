package cloud.hanok.api.batches;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** The lines of one segment on their way to its outcome. */
final class SegmentRun {
    private final BatchFiles files;
    private final Batch batch;
    private final Segment segment;

    SegmentRun(BatchFiles files, Batch batch, Segment segment) {
        this.files = files;
        this.batch = batch;
        this.segment = segment;
    }

    /** Makes of a line what is written of it. */
    @FunctionalInterface
    interface Asking {
        LineResult ask(int number, BatchLine line) throws InterruptedException;
    }

    /**
     * Has all lines answered.
     *
     * @param threads run a line each
     * @param places for lines of the batch that are asked at once
     * @throws ExecutionException when a line could be neither answered nor refused
     */
    Segment.Outcome answer(Asking asking, ExecutorService threads, Semaphore places)
            throws InterruptedException, ExecutionException {
        BatchOutlets outlets = files.outlets(batch);
        List<Future<?>> answers = new ArrayList<>();
        for (JsonLines.Line line : lines()) {
            BatchLine asked = read(line);
            places.acquire();
            answers.add(threads.submit(() -> {
                try {
                    outlets.add(files.nextId(), asked.customId(), asking.ask(line.number(), asked));
                } finally {
                    places.release();
                }
                return null;
            }));
        }
        for (Future<?> answer : answers) {
            answer.get();
        }
        return outlets.end();
    }

    /** Says the same of every line. */
    Segment.Outcome refuse(LineResult why) throws InterruptedException {
        BatchOutlets outlets = files.outlets(batch);
        for (JsonLines.Line line : lines()) {
            outlets.add(files.nextId(), read(line).customId(), why);
        }
        return outlets.end();
    }

    private BatchLine read(JsonLines.Line line) {
        try {
            return BatchLine.read(line, batch.asked().endpoint());
        } catch (ApiException other) {
            throw new InputGoneException(batch.asked().input() + ": line " + line.number() + " has changed", other);
        }
    }

    /** Waits as long as they cannot be read: other segments are being answered, and would be answered again. */
    private List<JsonLines.Line> lines() throws InterruptedException {
        return files.insist(() -> files.read(batch, segment.position(), this::lines));
    }

    private List<JsonLines.Line> lines(InputStream input) throws IOException {
        List<JsonLines.Line> found = new ArrayList<>();
        var lines = new JsonLines(input, segment.firstLine(), segment.bytes());
        long read = 0;
        for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                found.add(line);
            }
            read += line.length();
            if (read >= segment.bytes()) {
                break;
            }
        }
        return found;
    }
}
