package cloud.hanok.content.file;

import cloud.hanok.content.object.ObjectMissingException;
import cloud.hanok.content.object.ObjectStoreUnavailableException;
import cloud.hanok.content.object.SealedObjects;
import cloud.hanok.content.object.SealedObjects.Written;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that tenants keep: what they are in Cassandra, in the tenant's own home; their content in the object store, sealed. A file is
 * there whole or not at all, and is never changed. One that was deleted, has expired, or was erased with its tenant's key is not there.
 *
 * <p>Every method blocks, and throws {@link StoreUnavailableException}, {@link ObjectStoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done all the same.
 * Content goes through memory chunk by chunk.
 */
public final class Files {
    /** When a deletion that died in the middle is gone on with: it was over by then otherwise. */
    static final Duration GONE_ON_WITH_AFTER = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Files.class);
    private static final String FIELD = "file";

    private final FileRows rows;
    private final Pieces pieces;
    private final Deeds deeds;
    private final SealedObjects objects;
    private final FileSettings settings;
    private final Ulids ulids;
    private final Clock clock;

    Files(
            FileRows rows,
            Pieces pieces,
            Deeds deeds,
            SealedObjects objects,
            FileSettings settings,
            Ulids ulids,
            Clock clock) {
        this.rows = rows;
        this.pieces = pieces;
        this.deeds = deeds;
        this.objects = objects;
        this.settings = settings;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Content that was received and is no file yet: it becomes one, or is discarded. Left alone, it is gone within hours.
     */
    public static final class Received {
        private final FileId id;
        private final Pieces.Piece piece;

        private Received(FileId id, Pieces.Piece piece) {
            this.id = id;
            this.piece = piece;
        }
    }

    /**
     * Takes a stream to its end. For whoever learns only behind the content what the file is.
     *
     * @throws IOException what the stream throws; nothing is kept then
     * @throws FileProblemException when it is empty, too long, or more than the tenant may have; nothing is kept then
     * @throws cloud.hanok.content.object.ObjectStoreFullException when there is no room; nothing is kept then
     */
    public Received receive(TenantId tenant, InputStream content) throws IOException {
        var id = new FileId(ulids.next());
        return new Received(id, pieces.receive(tenant, id, FIELD, settings.mostFileBytes(), content));
    }

    /** Makes a file of what was received. Once this returned it is found. */
    public StoredFile keep(TenantId tenant, NewFile file, Received received) {
        StoredFile kept = keep(tenant, received.id, file, List.of(received.piece.written()));
        pieces.settle(received.piece);
        return kept;
    }

    /** Drops what was received. */
    public void discard(TenantId tenant, Received received) {
        pieces.discard(tenant, received.piece);
    }

    /** Makes a file of a stream: {@link #receive} and {@link #keep} at once. */
    public StoredFile create(TenantId tenant, NewFile file, InputStream content) throws IOException {
        return keep(tenant, file, receive(tenant, content));
    }

    /** Makes a file of pieces, or finds it where it was made before. */
    StoredFile keep(TenantId tenant, FileId id, NewFile file, List<Written> content) {
        Optional<StoredFile> before = rows.find(tenant, id).map(FileRows.Found::file);
        StoredFile kept = before.orElseGet(() -> {
            Instant now = Instant.ofEpochMilli(clock.millis());
            return new StoredFile(
                    id,
                    file.project(),
                    file.name(),
                    file.purpose(),
                    content.stream().mapToLong(Written::length).sum(),
                    now,
                    settings.lives().end(tenant, file.purpose(), file.life(), now),
                    content);
        });
        kept.expiresAt().ifPresent(end -> deeds.note(end, tenant, new Deed.OfFile(id)));
        if (before.isEmpty()) {
            rows.add(tenant, kept);
        }
        rows.list(tenant, ListedFile.of(kept), kept.project());
        return kept;
    }

    /** One of a tenant. */
    public Optional<StoredFile> find(TenantId tenant, FileId id) {
        Instant now = clock.instant();
        return rows.find(tenant, id)
                .filter(found -> !found.gone())
                .map(FileRows.Found::file)
                .filter(file -> file.expiresAt().map(now::isBefore).orElse(true));
    }

    /** Some of a project, in the order in which they were begun. */
    public FilePage list(TenantId tenant, ProjectId project, FileQuery query) {
        List<ListedFile> found = rows.list(tenant, project, query, clock.instant());
        boolean more = found.size() > query.limit();
        return new FilePage(more ? found.subList(0, query.limit()) : found, more);
    }

    /**
     * The content of a file from a byte on, to be closed by the caller. Its first bytes are read and checked already; reading the rest
     * throws what this throws.
     *
     * @throws ObjectMissingException when it was deleted meanwhile
     * @throws cloud.hanok.content.object.DamagedObjectException when it is not what was kept
     */
    public InputStream open(TenantId tenant, StoredFile file, long from) {
        return new PiecesStream(objects, tenant, file.pieces(), from);
    }

    /** Deletes a file, in every copy; nothing where there is none. What cannot be removed now is not there, and is removed later. */
    public void delete(TenantId tenant, FileId id) {
        Optional<StoredFile> found = rows.find(tenant, id).map(FileRows.Found::file);
        if (found.isEmpty()) {
            return;
        }
        Deed deed = deeds.note(clock.instant().plus(GONE_ON_WITH_AFTER), tenant, new Deed.OfFile(id));
        rows.markDeleted(tenant, id);
        try {
            remove(tenant, found.get());
            deeds.done(deed);
        } catch (ObjectStoreUnavailableException | StoreUnavailableException later) {
            LOG.info("{} is deleted, and removed later: {}", id, later.getMessage());
        }
    }

    /**
     * Removes every object of a tenant from the store, and every file of some projects, without opening anything: also where the tenant's
     * keys are destroyed. What a call leaves undone, the next does.
     *
     * @param each is called before each removal; what it throws ends the call
     */
    public void erase(TenantId tenant, List<ProjectId> projects, Runnable each) {
        for (Ulid object : pieces.all(tenant)) {
            each.run();
            pieces.remove(tenant, object);
        }
        for (ProjectId project : projects) {
            for (FileId file : rows.ids(tenant, project)) {
                each.run();
                rows.delete(tenant, file);
                rows.unlist(tenant, project, file);
            }
        }
    }

    /** Removes what there is of a file; again changes nothing. */
    private void remove(TenantId tenant, StoredFile file) {
        rows.unlist(tenant, file.project(), file.id());
        for (Written piece : file.pieces()) {
            pieces.remove(tenant, piece.object());
        }
        rows.delete(tenant, file.id());
    }

    /** Looks at a file whose time may have come. */
    void look(TenantId tenant, FileId id) {
        Optional<FileRows.Found> found = rows.find(tenant, id);
        Instant now = clock.instant();
        if (found.isPresent()) {
            StoredFile file = found.get().file();
            boolean expired = file.expiresAt().map(end -> !now.isBefore(end)).orElse(false);
            if (found.get().gone() || expired) {
                rows.markDeleted(tenant, id);
                remove(tenant, file);
            }
        }
    }

    /** Removes rows of a file that nobody will finish: whoever wrote them died before the one that makes it be there. */
    void removeUnfinished(TenantId tenant, FileId id) {
        if (rows.find(tenant, id).isEmpty()) {
            rows.delete(tenant, id);
        }
    }

    /** Whether a file has this object; its list shows it from then on. */
    boolean has(TenantId tenant, FileId id, Ulid object) {
        Optional<FileRows.Found> found = rows.find(tenant, id);
        boolean has = found.stream()
                .flatMap(it -> it.file().pieces().stream())
                .anyMatch(piece -> piece.object().equals(object));
        if (has && !found.orElseThrow().gone()) {
            StoredFile file = found.orElseThrow().file();
            rows.list(tenant, ListedFile.of(file), file.project());
        }
        return has;
    }
}
