package cloud.hanok.content.file;

import cloud.hanok.content.object.SealedObjects.Written;
import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Rows of files, in the tenant's own home. What a file is called is sealed. */
final class FileRows {
    private static final String NAME_COLUMN = "files.name";

    private static final CqlStatement ADD_PIECE =
            CqlStatement.write("INSERT INTO files (tenant, file, piece, object, length, sha256, sealed_key)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement ADD_HEAD = CqlStatement.write(
            "INSERT INTO files (tenant, file, project, purpose, name, bytes, pieces, created, expires)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement FIND =
            CqlStatement.read("SELECT piece, object, length, sha256, sealed_key, project, purpose, name, bytes, pieces,"
                    + " created, expires, deleted FROM files WHERE tenant = ? AND file = ?");
    private static final CqlStatement MARK_DELETED =
            CqlStatement.write("INSERT INTO files (tenant, file, deleted) VALUES (?, ?, true)");
    private static final CqlStatement DELETE = CqlStatement.write("DELETE FROM files WHERE tenant = ? AND file = ?");
    private static final CqlStatement ADD_TO_LIST = CqlStatement.write(
            "INSERT INTO project_files (tenant, project, file, purpose, name, bytes, created, expires)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement REMOVE_FROM_LIST =
            CqlStatement.write("DELETE FROM project_files WHERE tenant = ? AND project = ? AND file = ?");
    private static final CqlStatement IDS =
            CqlStatement.read("SELECT file FROM project_files WHERE tenant = ? AND project = ?");
    private static final String LIST =
            "SELECT file, purpose, name, bytes, created, expires FROM project_files WHERE tenant = ? AND project = ?";
    private static final CqlStatement NEWEST_FIRST = CqlStatement.read(LIST + " AND file < ? ORDER BY file DESC");
    private static final CqlStatement OLDEST_FIRST = CqlStatement.read(LIST + " AND file > ? ORDER BY file ASC");

    /** Before and behind every id's text. */
    private static final String FIRST = "";

    private static final String LAST = "~";

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    FileRows(Keyspaces keyspaces, Envelopes envelopes) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
    }

    /**
     * A file's row.
     *
     * @param gone whether it is on its way out, or was erased with its tenant's key and has no name any more
     */
    record Found(StoredFile file, boolean gone) {}

    /** Writes a file, whole or not at all; again changes nothing. */
    void add(TenantId tenant, StoredFile file) {
        Cql cql = keyspaces.of(tenant);
        String id = file.id().text();
        List<BoundWrite> writes = new ArrayList<>();
        for (int i = 0; i < file.pieces().size(); i++) {
            Written piece = file.pieces().get(i);
            writes.add(new BoundWrite(
                    ADD_PIECE,
                    List.of(
                            tenant.text(),
                            id,
                            i,
                            piece.object().toString(),
                            piece.length(),
                            ByteBuffer.wrap(piece.sha256()),
                            ByteBuffer.wrap(piece.key()))));
        }
        calls.runAll(cql.batches(writes));
        cql.write(
                ADD_HEAD,
                tenant.text(),
                id,
                file.project().text(),
                file.purpose().word(),
                sealed(tenant, file.id(), file.name()),
                file.bytes(),
                file.pieces().size(),
                file.createdAt(),
                file.expiresAt().<Object>map(end -> end).orElse(Cql.UNSET));
    }

    /** Shows a file in its project's list; again changes nothing. */
    void list(TenantId tenant, ListedFile file, ProjectId project) {
        keyspaces
                .of(tenant)
                .write(
                        ADD_TO_LIST,
                        tenant.text(),
                        project.text(),
                        file.id().text(),
                        file.purpose().word(),
                        sealed(tenant, file.id(), file.name()),
                        file.bytes(),
                        file.createdAt(),
                        file.expiresAt().<Object>map(end -> end).orElse(Cql.UNSET));
    }

    Optional<Found> find(TenantId tenant, FileId id) {
        List<Row> rows = keyspaces.of(tenant).rows(FIND, tenant.text(), id.text());
        String project = rows.isEmpty() ? null : rows.getFirst().getString("project");
        if (project == null) {
            return Optional.empty();
        }
        Row head = rows.getFirst();
        List<Written> pieces = rows.stream()
                .filter(row -> row.getString("object") != null)
                .map(FileRows::piece)
                .toList();
        if (pieces.size() != head.getInt("pieces")) {
            String why = "a file that is kept is not there as a whole";
            throw new StoreUnavailableException(why, new IllegalStateException(why));
        }
        Optional<String> name = name(tenant, id, head);
        var file = new StoredFile(
                id,
                ProjectId.parse(project),
                name.orElse(""),
                purpose(head),
                head.getLong("bytes"),
                Objects.requireNonNull(head.getInstant("created")),
                Optional.ofNullable(head.getInstant("expires")),
                pieces);
        return Optional.of(new Found(file, name.isEmpty() || head.getBoolean("deleted")));
    }

    /** From now on it is not there. */
    void markDeleted(TenantId tenant, FileId id) {
        keyspaces.of(tenant).write(MARK_DELETED, tenant.text(), id.text());
    }

    void unlist(TenantId tenant, ProjectId project, FileId id) {
        keyspaces.of(tenant).write(REMOVE_FROM_LIST, tenant.text(), project.text(), id.text());
    }

    void delete(TenantId tenant, FileId id) {
        keyspaces.of(tenant).write(DELETE, tenant.text(), id.text());
    }

    /** Every file of a project, also one that cannot be opened any more; read as it is asked for. */
    Iterable<FileId> ids(TenantId tenant, ProjectId project) {
        Iterable<Row> rows = keyspaces.of(tenant).stream(IDS, tenant.text(), project.text());
        return () -> StreamSupport.stream(rows.spliterator(), false)
                .map(row -> FileId.parse(Objects.requireNonNull(row.getString("file"))))
                .iterator();
    }

    /** The files of a project that a query asks for, and one more when there is one. */
    List<ListedFile> list(TenantId tenant, ProjectId project, FileQuery query, Instant now) {
        CqlStatement statement = query.oldestFirst() ? OLDEST_FIRST : NEWEST_FIRST;
        String from = query.after().map(FileId::text).orElse(query.oldestFirst() ? FIRST : LAST);
        List<ListedFile> page = new ArrayList<>();
        for (Row row : keyspaces.of(tenant).stream(statement, tenant.text(), project.text(), from)) {
            Instant expires = row.getInstant("expires");
            boolean there = expires == null || expires.isAfter(now);
            if (there && query.purpose().map(purpose(row)::equals).orElse(true)) {
                listed(tenant, row).ifPresent(page::add);
            }
            if (page.size() > query.limit()) {
                break;
            }
        }
        return page;
    }

    private Optional<ListedFile> listed(TenantId tenant, Row row) {
        FileId id = FileId.parse(Objects.requireNonNull(row.getString("file")));
        return name(tenant, id, row)
                .map(name -> new ListedFile(
                        id,
                        name,
                        purpose(row),
                        row.getLong("bytes"),
                        Objects.requireNonNull(row.getInstant("created")),
                        Optional.ofNullable(row.getInstant("expires"))));
    }

    static Written piece(Row row) {
        return new Written(
                Ulid.parse(Objects.requireNonNull(row.getString("object"))),
                row.getLong("length"),
                Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("sha256"))),
                Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("sealed_key"))));
    }

    static FilePurpose purpose(Row row) {
        String word = Objects.requireNonNull(row.getString("purpose"));
        return FilePurpose.of(word).orElseThrow(() -> new IllegalStateException("an unknown purpose: " + word));
    }

    ByteBuffer sealed(TenantId tenant, FileId id, String name) {
        return ByteBuffer.wrap(envelopes.seal(tenant, DataClass.CONTENT, place(id), name));
    }

    /** Empty when it was erased with the tenant's key: the file is not there any more. */
    Optional<String> name(TenantId tenant, FileId id, Row row) {
        byte[] sealed = Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("name")));
        return envelopes.openText(tenant, DataClass.CONTENT, place(id), sealed);
    }

    private static Place place(FileId id) {
        return new Place(NAME_COLUMN, id.text(), 1);
    }
}
