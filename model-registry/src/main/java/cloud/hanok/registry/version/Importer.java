package cloud.hanok.registry.version;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.problem.RegistryProblem;
import cloud.hanok.registry.store.ObjectStore;
import cloud.hanok.registry.store.SourceChangedException;
import cloud.hanok.registry.version.PendingImports.PendingImport;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies files into the object store, one after the other, and records what became of each. */
final class Importer implements AutoCloseable {
    /** One is copied, so many wait: imports are rare, and each may be tens of gigabytes. */
    static final int MAX_WAITING = 16;
    /** A full disk breaks more than an import. */
    static final long RESERVED_BYTES = 256L * 1024 * 1024;

    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Importer.class);

    private final ObjectStore store;
    private final VersionTable table;
    private final PendingImports pending;
    private final ChangeLog changes;
    private final Semaphore places = new Semaphore(MAX_WAITING + 1);
    private final Map<ModelVersionId, ImportProgress> progress = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING + 1),
            Thread.ofPlatform().name("import").daemon(true).factory());

    Importer(ObjectStore store, VersionTable table, PendingImports pending, ChangeLog changes) {
        this.store = store;
        this.table = table;
        this.pending = pending;
        this.changes = changes;
    }

    /** Takes a place in the queue, which {@link #submit} or {@link #giveBack} ends. */
    void reserve() {
        if (!places.tryAcquire()) {
            throw new RegistryException(new RegistryProblem.TooManyImports(MAX_WAITING));
        }
    }

    void giveBack() {
        places.release();
    }

    void submit(PendingImport one) {
        worker.execute(() -> {
            try {
                importNow(one);
            } finally {
                progress.remove(one.id());
                places.release();
            }
        });
    }

    Optional<ImportProgress> progress(ModelVersionId id) {
        return Optional.ofNullable(progress.get(id));
    }

    /** Looks at a file before its import is accepted, so that most mistakes are told at once. */
    void examine(Path source, String asked) {
        try {
            ModelFile.read(source);
            requireRoom(Files.size(source));
        } catch (IOException e) {
            throw new RegistryException(new RegistryProblem.FileUnreadable(asked));
        }
    }

    /** Stops after what is being copied is given up; the next start takes it up again. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("an import did not stop within {}", CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void importNow(PendingImport one) {
        Consumer<ModelVersionId> outcome;
        try {
            outcome = copy(one);
        } catch (ClosedByInterruptException e) {
            LOG.info("import {} is interrupted and taken up at the next start", one.id());
            return;
        } catch (RuntimeException e) {
            LOG.error("import {} failed", one.id(), e);
            outcome = failed(new RegistryProblem.FileUnreadable(one.source().toString()));
        }
        record(one, outcome);
    }

    private Consumer<ModelVersionId> copy(PendingImport one) throws ClosedByInterruptException {
        String path = one.source().toString();
        try {
            long total = Files.size(one.source());
            requireRoom(total);
            progress.put(one.id(), new ImportProgress(0, total));
            ObjectStore.Stored<ModelFile> stored = store.copyIn(
                    one.source(), ModelFile::read, copied -> progress.put(one.id(), new ImportProgress(copied, total)));
            return id -> table.available(id, stored.object(), stored.finding());
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (RegistryException e) {
            return failed(e.problem());
        } catch (SourceChangedException e) {
            return failed(new RegistryProblem.FileChanged(path));
        } catch (IOException e) {
            LOG.warn("import {} of {} failed", one.id(), path, e);
            return failed(new RegistryProblem.FileUnreadable(path));
        }
    }

    private Consumer<ModelVersionId> failed(RegistryProblem problem) {
        return id -> table.failed(id, ImportFailure.of(problem));
    }

    private void requireRoom(long bytes) throws IOException {
        long usable = store.usableBytes();
        if (usable - RESERVED_BYTES < bytes) {
            throw new RegistryException(new RegistryProblem.InsufficientStorage(bytes + RESERVED_BYTES, usable));
        }
    }

    /** Writes the outcome; while Cassandra is away, again and again: the copy is done and must not be in vain. */
    private void record(PendingImport one, Consumer<ModelVersionId> outcome) {
        while (!worker.isShutdown()) {
            try {
                outcome.accept(one.id());
                changes.publish(new Change(ChangeKind.MODEL_VERSION, one.id().text()));
                pending.end(one.id());
                return;
            } catch (StoreUnavailableException e) {
                LOG.warn("the outcome of import {} is not recorded yet", one.id(), e);
                try {
                    TimeUnit.MILLISECONDS.sleep(ASK_AGAIN.toMillis());
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
