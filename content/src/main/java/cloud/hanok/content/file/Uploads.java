package cloud.hanok.content.file;

import cloud.hanok.content.object.ObjectStoreUnavailableException;
import cloud.hanok.content.object.SealedObjects;
import cloud.hanok.content.object.SealedObjects.Written;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.PartId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.id.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that come in parts, or are written part by part over a time in which the writer may die: each part is durable once it was
 * added, and whoever goes on asks which ones are there ({@link #parts}). Parts may be added at once, and become the file in the order
 * that is said in the end. Nothing is copied then: the file's content is the parts' objects.
 *
 * <p>Every method blocks, and throws what {@link Files} throws.
 */
public final class Uploads {
    /** Behind its end an upload is still found, so that whoever is late learns why it was refused. */
    static final Duration FOUND_FOR = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final String FIELD = "data";
    private static final int BUFFER_BYTES = 256 << 10;

    private final UploadRows rows;
    private final Files files;
    private final Pieces pieces;
    private final Deeds deeds;
    private final SealedObjects objects;
    private final Ulids ulids;
    private final Clock clock;

    Uploads(UploadRows rows, Files files, Pieces pieces, Deeds deeds, SealedObjects objects, Ulids ulids, Clock clock) {
        this.rows = rows;
        this.files = files;
        this.pieces = pieces;
        this.deeds = deeds;
        this.objects = objects;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Begins one. It counts as its parts do.
     *
     * @throws FileProblemException when the whole of it would be more than the tenant may have
     */
    public Upload begin(TenantId tenant, NewUpload asked) {
        pieces.requireRoom(tenant, asked.bytes().orElse(0));
        Instant now = Instant.ofEpochMilli(clock.millis());
        var upload = new Upload(
                new UploadId(ulids.next()),
                asked.file(),
                asked.bytes(),
                now,
                now.plus(asked.open()),
                Upload.State.PENDING,
                List.of());
        deeds.note(forgottenAt(upload), tenant, new Deed.OfUpload(upload.id()));
        rows.add(tenant, upload);
        return upload;
    }

    private static Instant forgottenAt(Upload upload) {
        return upload.expiresAt().plus(FOUND_FOR);
    }

    /** One of a tenant. It is found until an hour behind its end. */
    public Optional<Upload> find(TenantId tenant, UploadId id) {
        return rows.find(tenant, id, clock.instant());
    }

    /** A name for a new part. */
    public PartId nextPart() {
        return new PartId(ulids.next());
    }

    /**
     * Adds a part, to the end of a stream. Once this returned it is durable. A part that is there already stays as it is, and the
     * stream is not read: whoever died while it added one asks for the same again.
     *
     * @param id that the writer chose; one writer at a time adds a part
     * @throws IOException what the stream throws; nothing is kept then
     * @throws FileProblemException when the part is empty, too long or more than the tenant may have, or the upload is over
     */
    public Part add(TenantId tenant, UploadId upload, PartId id, InputStream content) throws IOException {
        requireOpen(tenant, upload);
        Optional<Part> before = rows.findPart(tenant, upload, id);
        if (before.isPresent()) {
            return before.get();
        }
        Pieces.Piece piece = pieces.receive(tenant, FileId.of(upload), FIELD, FileSettings.MOST_PART_BYTES, content);
        var part = new Part(id, piece.written());
        rows.addPart(tenant, upload, part);
        try {
            requireOpen(tenant, upload);
        } catch (FileProblemException endedMeanwhile) {
            rows.removePart(tenant, upload, id);
            pieces.discard(tenant, piece);
            throw endedMeanwhile;
        }
        pieces.settle(piece);
        return part;
    }

    private void requireOpen(TenantId tenant, UploadId id) {
        Upload.State state = find(tenant, id).map(Upload::state).orElse(Upload.State.EXPIRED);
        if (state != Upload.State.PENDING) {
            throw ended(state);
        }
    }

    private static FileProblemException ended(Upload.State state) {
        String word = state == Upload.State.COMPLETING ? Upload.State.COMPLETED.word() : state.word();
        return new FileProblemException(new FileProblem.UploadEnded(word));
    }

    /** The parts that are there, in the order of their ids. */
    public List<Part> parts(TenantId tenant, UploadId upload) {
        return rows.parts(tenant, upload);
    }

    /** The content of a part, to be closed by the caller, as {@link Files#open}. */
    public InputStream open(TenantId tenant, Part part) {
        return objects.read(tenant, part.written(), 0);
    }

    /**
     * Makes the file of the parts. Asked again in the same way, it finds it.
     *
     * @param order the parts, in the order of the file
     * @param md5 that the content must have, in hexadecimal; it is read for that
     * @return the file; empty when it was made before and is not there any more
     * @throws FileProblemException when a part is not there or is named twice, the length or the MD5 is another, or the upload is over
     */
    public Optional<StoredFile> complete(TenantId tenant, UploadId id, List<PartId> order, Optional<String> md5) {
        Upload upload = find(tenant, id).orElseThrow(() -> ended(Upload.State.EXPIRED));
        switch (upload.state()) {
            case PENDING -> {
                List<Written> content = chosen(tenant, upload, order);
                md5.ifPresent(expected -> requireMd5(tenant, content, expected));
                // From here on it is completed, whoever dies: the deed goes on with it.
                deeds.note(clock.instant().plus(Files.GONE_ON_WITH_AFTER), tenant, new Deed.OfUpload(id));
                rows.completing(tenant, id, order);
                Upload decided = find(tenant, id).orElseThrow(() -> ended(Upload.State.EXPIRED));
                if (decided.state() == Upload.State.PENDING || decided.state() == Upload.State.EXPIRED) {
                    String why = "whether an upload is completed was not decided";
                    throw new StoreUnavailableException(why, new IllegalStateException(why));
                }
                return completed(tenant, decided, order);
            }
            case COMPLETING, COMPLETED -> {
                return completed(tenant, upload, order);
            }
            case CANCELLED, EXPIRED -> throw ended(upload.state());
        }
        throw new IllegalStateException("an upload has a state");
    }

    private Optional<StoredFile> completed(TenantId tenant, Upload upload, List<PartId> order) {
        if (upload.state() == Upload.State.CANCELLED) {
            throw ended(upload.state());
        }
        if (!upload.chosen().equals(order)) {
            throw new FileProblemException(new FileProblem.CompletedOtherwise());
        }
        if (upload.state() == Upload.State.COMPLETING) {
            finish(tenant, upload);
        }
        return files.find(tenant, FileId.of(upload.id()));
    }

    private void finish(TenantId tenant, Upload upload) {
        Map<PartId, Written> parts = byId(tenant, upload.id());
        List<Written> content = upload.chosen().stream()
                .map(part -> Optional.ofNullable(parts.get(part))
                        .orElseThrow(() -> new IllegalStateException("a part that was chosen went: " + part)))
                .toList();
        files.keep(tenant, FileId.of(upload.id()), upload.file(), content);
        rows.completed(tenant, upload.id());
        removeParts(tenant, upload);
    }

    private Map<PartId, Written> byId(TenantId tenant, UploadId upload) {
        Map<PartId, Written> parts = new LinkedHashMap<>();
        rows.parts(tenant, upload).forEach(part -> parts.put(part.id(), part.written()));
        return parts;
    }

    private List<Written> chosen(TenantId tenant, Upload upload, List<PartId> order) {
        Map<PartId, Written> parts = byId(tenant, upload.id());
        Set<PartId> seen = new HashSet<>();
        List<Written> content = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            PartId id = order.get(i);
            Written written = parts.get(id);
            if (written == null) {
                throw new FileProblemException(new FileProblem.NoSuchPart(i, id.text()));
            }
            if (!seen.add(id)) {
                throw new FileProblemException(new FileProblem.PartTwice(i, id.text()));
            }
            content.add(written);
        }
        long length = content.stream().mapToLong(Written::length).sum();
        if (upload.bytes().isPresent() && upload.bytes().getAsLong() != length) {
            throw new FileProblemException(
                    new FileProblem.LengthDiffers(upload.bytes().getAsLong(), length));
        }
        return content;
    }

    private void requireMd5(TenantId tenant, List<Written> content, String expected) {
        try (InputStream in = new PiecesStream(objects, tenant, content, 0)) {
            // What OpenAI's API compares: it finds what went wrong on the way, and is no proof of anything else.
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                md5.update(buffer, 0, count);
            }
            String found = HexFormat.of().formatHex(md5.digest());
            if (!found.equalsIgnoreCase(expected)) {
                throw new FileProblemException(new FileProblem.ChecksumDiffers(found));
            }
        } catch (IOException e) {
            throw new ObjectStoreUnavailableException("parts cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /**
     * Ends an upload, and removes its parts; again changes nothing.
     *
     * @throws FileProblemException when it is completed, or expired
     */
    public Upload cancel(TenantId tenant, UploadId id) {
        deeds.note(clock.instant().plus(Files.GONE_ON_WITH_AFTER), tenant, new Deed.OfUpload(id));
        rows.cancelled(tenant, id);
        Upload upload = find(tenant, id).orElseThrow(() -> ended(Upload.State.EXPIRED));
        if (upload.state() != Upload.State.CANCELLED) {
            throw ended(upload.state());
        }
        try {
            removeParts(tenant, upload);
        } catch (ObjectStoreUnavailableException | StoreUnavailableException later) {
            LOG.info("parts of {} are removed later: {}", id, later.getMessage());
        }
        return upload;
    }

    /** Removes the parts of which no file was made; again changes nothing. */
    private void removeParts(TenantId tenant, Upload upload) {
        Set<PartId> chosen = Set.copyOf(upload.chosen());
        for (Part part : rows.parts(tenant, upload.id())) {
            if (!chosen.contains(part.id())) {
                pieces.remove(tenant, part.written().object());
                rows.removePart(tenant, upload.id(), part.id());
            }
        }
    }

    /** Looks at an upload that may be over, or that was left in the middle of becoming a file. */
    void look(TenantId tenant, UploadId id) {
        Optional<Upload> found = find(tenant, id);
        if (found.isEmpty()) {
            return;
        }
        Upload upload = found.get();
        boolean over = !clock.instant().isBefore(forgottenAt(upload));
        switch (upload.state()) {
            case PENDING -> {
                return;
            }
            case COMPLETING -> finish(tenant, upload);
            case COMPLETED, CANCELLED -> removeParts(tenant, upload);
            case EXPIRED -> {
                if (over) {
                    removeParts(tenant, upload);
                }
            }
        }
        if (over) {
            rows.delete(tenant, id);
        }
    }

    /** Whether an upload that is not over has this object. */
    boolean has(TenantId tenant, UploadId id, Ulid object) {
        return find(tenant, id).isPresent()
                && rows.parts(tenant, id).stream()
                        .anyMatch(part -> part.written().object().equals(object));
    }
}
