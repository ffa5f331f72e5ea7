package cloud.hanok.api.batches;

import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.NewBatch;
import cloud.hanok.content.file.FileProblem;
import cloud.hanok.content.file.FileProblemException;
import cloud.hanok.content.file.FilePurpose;
import cloud.hanok.content.file.Files;
import cloud.hanok.content.file.NewFile;
import cloud.hanok.content.file.NewUpload;
import cloud.hanok.content.file.StoredFile;
import cloud.hanok.content.object.DamagedObjectException;
import cloud.hanok.content.object.ObjectMissingException;
import cloud.hanok.content.object.ObjectStoreFullException;
import cloud.hanok.content.object.ObjectStoreUnavailableException;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.PartId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.UploadId;
import cloud.hanok.platform.vault.VaultUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a batch reads, and what it writes: the input, and an upload each for answers and refusals, which become files in the end. */
final class BatchFiles {
    private static final Logger LOG = LoggerFactory.getLogger(BatchFiles.class);

    /** Behind its window, a batch has so long to make its files, though stores are away. */
    private static final Duration TO_MAKE_FILES = Duration.ofDays(7);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final BatchRunner runner;
    private final TenantId tenant;
    private final Wanted wanted;

    BatchFiles(BatchRunner runner, TenantId tenant, Wanted wanted) {
        this.runner = runner;
        this.tenant = tenant;
        this.wanted = wanted;
    }

    /** Reads a stream. */
    @FunctionalInterface
    interface Reading<T> {
        T read(InputStream input) throws IOException;
    }

    /**
     * Reads the input from a byte on.
     *
     * @throws InputGoneException when it was deleted, or is not what was kept
     */
    <T> T read(Batch batch, long from, Reading<T> reading) {
        FileId id = batch.asked().input();
        Files files = runner.files();
        StoredFile file =
                files.find(tenant, id).orElseThrow(() -> new InputGoneException(id + " is not there any more", null));
        try (InputStream input = files.open(tenant, file, from)) {
            return reading.read(input);
        } catch (ObjectMissingException | DamagedObjectException gone) {
            throw new InputGoneException(id + " cannot be read", gone);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Begins what it writes into. */
    Batch.Outlets begin(Batch batch) {
        return new Batch.Outlets(begin(batch, "output"), begin(batch, "error"));
    }

    private UploadId begin(Batch batch, String what) {
        NewBatch asked = batch.asked();
        var file = new NewFile(
                asked.project(),
                batch.id().text() + "_" + what + ".jsonl",
                FilePurpose.BATCH_OUTPUT,
                asked.outputLife());
        Duration open = asked.window().plus(TO_MAKE_FILES);
        return runner.uploads()
                .begin(tenant, new NewUpload(file, OptionalLong.empty(), open))
                .id();
    }

    /** Where a segment writes. */
    BatchOutlets outlets(Batch batch) {
        Batch.Outlets uploads = batch.course().uploads();
        if (uploads == null) {
            throw new IllegalStateException("a batch whose lines are known has somewhere to write");
        }
        return new BatchOutlets(uploads.output(), uploads.error(), this::add);
    }

    /** Names a line of what is written. */
    Ulid nextId() {
        return runner.nextRequest().ulid();
    }

    private PartId add(UploadId upload, byte[] bytes) throws InterruptedException {
        PartId part = runner.uploads().nextPart();
        return insist(() -> {
            try {
                return runner.uploads()
                        .add(tenant, upload, part, new ByteArrayInputStream(bytes))
                        .id();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }

    /**
     * Keeps or reads something: what was answered waits as long as there is no room for it, or no store.
     *
     * @throws FileProblemException when there is no room, and no more lines are asked
     */
    <T> T insist(Supplier<T> doing) throws InterruptedException {
        Duration pause = runner.settings().firstPause();
        while (true) {
            try {
                return doing.get();
            } catch (FileProblemException refused) {
                if (!isForRoom(refused.problem()) || wanted.stopped() != null) {
                    throw refused;
                }
                LOG.warn(
                        "what a batch of {} answered waits for room: {}",
                        tenant,
                        refused.problem().english());
            } catch (StoreUnavailableException
                    | VaultUnavailableException
                    | ObjectStoreUnavailableException
                    | ObjectStoreFullException away) {
                LOG.warn("a batch of {} waits for a store: {}", tenant, away.getMessage());
            }
            pause = longer(pause);
        }
    }

    private Duration longer(Duration pause) throws InterruptedException {
        if (wanted.stopped() == null) {
            wanted.pause(pause);
        } else {
            runner.pause(pause);
        }
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private static boolean isForRoom(FileProblem problem) {
        return problem instanceof FileProblem.QuotaReached || problem instanceof FileProblem.TooMany;
    }

    /** Makes a file of parts; none of none. Again: the same. */
    Optional<FileId> complete(UploadId upload, List<PartId> parts) {
        try {
            if (parts.isEmpty()) {
                runner.uploads().cancel(tenant, upload);
                return Optional.empty();
            }
            return runner.uploads()
                    .complete(tenant, upload, parts, Optional.empty())
                    .map(StoredFile::id);
        } catch (FileProblemException over) {
            LOG.error("no file could be made of {}: {}", upload, over.problem().english());
            return Optional.empty();
        }
    }
}
