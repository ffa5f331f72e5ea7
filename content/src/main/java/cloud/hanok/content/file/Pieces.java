package cloud.hanok.content.file;

import cloud.hanok.content.object.ObjectStoreUnavailableException;
import cloud.hanok.content.object.SealedObjects;
import cloud.hanok.content.object.SealedObjects.Written;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects of files and of parts. Of an object that is begun a deed is noted first, and then that it counts; only then is it written. So
 * whatever a crash leaves is counted, and is found.
 */
final class Pieces {
    /** Later than anything that is still being written can be. */
    static final Duration LOOKED_AT_AFTER = BoundedBody.LONGEST.multipliedBy(3);

    private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);

    private final SealedObjects objects;
    private final KeptObjects kept;
    private final Deeds deeds;
    private final FileSettings settings;
    private final Ulids ulids;
    private final Clock clock;

    Pieces(SealedObjects objects, KeptObjects kept, Deeds deeds, FileSettings settings, Ulids ulids, Clock clock) {
        this.objects = objects;
        this.kept = kept;
        this.deeds = deeds;
        this.settings = settings;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * An object that is there and that nothing refers to yet.
     *
     * @param deed that removes it unless something does; to be forgotten then
     */
    record Piece(Written written, Deed deed) {}

    /**
     * Writes what a client sends. When this throws nothing is kept, or will not be for long.
     *
     * @param file that it is for, or that its upload is to become
     * @param field that carries it
     * @param most bytes
     * @throws IOException what the stream throws
     * @throws FileProblemException when it is empty, too long, or more than the tenant may have
     */
    Piece receive(TenantId tenant, FileId file, String field, long most, InputStream body) throws IOException {
        KeptObjects.Use use = kept.used(tenant);
        if (use.objects() >= FileSettings.MOST_OBJECTS) {
            throw new FileProblemException(new FileProblem.TooMany(FileSettings.MOST_OBJECTS));
        }
        requireRoom(use, 1);
        Ulid name = ulids.next();
        Deed deed = deeds.note(clock.instant().plus(LOOKED_AT_AFTER), tenant, new Deed.OfObject(name, file));
        boolean whole = false;
        try {
            kept.note(tenant, name, 0);
            var bounded = new BoundedBody(body, field, most, use, settings.quotaBytes(), clock);
            Written written = objects.write(tenant, name, bounded);
            if (written.length() == 0) {
                throw new FileProblemException(new FileProblem.Empty(field));
            }
            // Counted before it is looked whether it fits: of two that come at once, at least one sees the other.
            kept.note(tenant, name, written.length());
            requireRoom(kept.used(tenant), 0);
            whole = true;
            return new Piece(written, deed);
        } finally {
            if (!whole) {
                discard(tenant, name, deed);
            }
        }
    }

    /** Whether so many bytes more would fit. */
    void requireRoom(TenantId tenant, long more) {
        requireRoom(kept.used(tenant), more);
    }

    private void requireRoom(KeptObjects.Use use, long more) {
        if (more > settings.quotaBytes() - use.bytes()) {
            throw new FileProblemException(new FileProblem.QuotaReached(use.bytes(), settings.quotaBytes()));
        }
    }

    /** Something refers to it now. */
    void settle(Piece piece) {
        deeds.done(piece.deed());
    }

    /** Nothing will refer to it: removes it now if that can be, else later. */
    void discard(TenantId tenant, Piece piece) {
        discard(tenant, piece.written().object(), piece.deed());
    }

    private void discard(TenantId tenant, Ulid name, Deed deed) {
        try {
            remove(tenant, name);
            deeds.done(deed);
        } catch (ObjectStoreUnavailableException | StoreUnavailableException later) {
            LOG.info("an object of {} is removed later: {}", tenant, later.getMessage());
        }
    }

    /** The objects that a tenant has, or may have. */
    Iterable<Ulid> all(TenantId tenant) {
        return kept.all(tenant);
    }

    /** Removes an object, and then that it counts. */
    void remove(TenantId tenant, Ulid name) {
        objects.delete(tenant, name);
        kept.forget(tenant, name);
    }
}
