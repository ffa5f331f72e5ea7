package cloud.hanok.content.file;

import cloud.hanok.content.object.SealedObjects.Written;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.PartId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.UploadId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Rows of uploads, in the tenant's own home. */
final class UploadRows {
    private static final CqlStatement ADD =
            CqlStatement.write("INSERT INTO uploads (tenant, upload, project, purpose, name, bytes, created, expires,"
                    + " life_seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement FIND = CqlStatement.serialRead(
            "SELECT project, purpose, name, bytes, created, expires, life_seconds, state, chosen FROM uploads"
                    + " WHERE tenant = ? AND upload = ? LIMIT 1");
    private static final CqlStatement ADD_PART =
            CqlStatement.write("INSERT INTO uploads (tenant, upload, part, object, length, sha256, sealed_key)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement FIND_PART =
            CqlStatement.read("SELECT part, object, length, sha256, sealed_key FROM uploads"
                    + " WHERE tenant = ? AND upload = ? AND part = ?");
    private static final CqlStatement PARTS = CqlStatement.read(
            "SELECT part, object, length, sha256, sealed_key FROM uploads" + " WHERE tenant = ? AND upload = ?");
    private static final CqlStatement REMOVE_PART =
            CqlStatement.write("DELETE FROM uploads WHERE tenant = ? AND upload = ? AND part = ?");
    private static final CqlStatement COMPLETING = CqlStatement.decision(
            "UPDATE uploads SET state = 'completing', chosen = ? WHERE tenant = ? AND upload = ? IF state = null");
    private static final CqlStatement COMPLETED = CqlStatement.decision(
            "UPDATE uploads SET state = 'completed' WHERE tenant = ? AND upload = ? IF state = 'completing'");
    private static final CqlStatement CANCELLED = CqlStatement.decision(
            "UPDATE uploads SET state = 'cancelled' WHERE tenant = ? AND upload = ? IF state = null");
    private static final CqlStatement DELETE =
            CqlStatement.write("DELETE FROM uploads WHERE tenant = ? AND upload = ?");

    private final Keyspaces keyspaces;
    private final FileRows names;

    /** @param names seals what files are called */
    UploadRows(Keyspaces keyspaces, FileRows names) {
        this.keyspaces = keyspaces;
        this.names = names;
    }

    void add(TenantId tenant, Upload upload) {
        NewFile file = upload.file();
        keyspaces
                .of(tenant)
                .write(
                        ADD,
                        tenant.text(),
                        upload.id().text(),
                        file.project().text(),
                        file.purpose().word(),
                        names.sealed(tenant, FileId.of(upload.id()), file.name()),
                        upload.bytes().isPresent() ? upload.bytes().getAsLong() : Cql.UNSET,
                        upload.createdAt(),
                        upload.expiresAt(),
                        file.life().<Object>map(Duration::toSeconds).orElse(Cql.UNSET));
    }

    /** An upload, with every decision that was made about it; empty also when it was erased with its tenant's key. */
    Optional<Upload> find(TenantId tenant, UploadId id, Instant now) {
        Optional<Row> found = keyspaces.of(tenant).row(FIND, tenant.text(), id.text());
        String project = found.map(row -> row.getString("project")).orElse(null);
        if (project == null) {
            return Optional.empty();
        }
        Row row = found.orElseThrow();
        Instant expires = Objects.requireNonNull(row.getInstant("expires"));
        Optional<Duration> life = row.isNull("life_seconds")
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(row.getLong("life_seconds")));
        List<String> chosen = Objects.requireNonNullElse(row.getList("chosen", String.class), List.of());
        return names.name(tenant, FileId.of(id), row)
                .map(name -> new Upload(
                        id,
                        new NewFile(ProjectId.parse(project), name, FileRows.purpose(row), life),
                        row.isNull("bytes") ? OptionalLong.empty() : OptionalLong.of(row.getLong("bytes")),
                        Objects.requireNonNull(row.getInstant("created")),
                        expires,
                        state(row.getString("state"), expires, now),
                        chosen.stream().map(PartId::parse).toList()));
    }

    private static Upload.State state(@Nullable String state, Instant expires, Instant now) {
        return switch (state) {
            case null -> now.isBefore(expires) ? Upload.State.PENDING : Upload.State.EXPIRED;
            case "completing" -> Upload.State.COMPLETING;
            case "completed" -> Upload.State.COMPLETED;
            case "cancelled" -> Upload.State.CANCELLED;
            default -> throw new IllegalStateException("an unknown state: " + state);
        };
    }

    void addPart(TenantId tenant, UploadId upload, Part part) {
        Written written = part.written();
        keyspaces
                .of(tenant)
                .write(
                        ADD_PART,
                        tenant.text(),
                        upload.text(),
                        part.id().text(),
                        written.object().toString(),
                        written.length(),
                        ByteBuffer.wrap(written.sha256()),
                        ByteBuffer.wrap(written.key()));
    }

    Optional<Part> findPart(TenantId tenant, UploadId upload, PartId part) {
        return keyspaces
                .of(tenant)
                .row(FIND_PART, tenant.text(), upload.text(), part.text())
                .map(UploadRows::part);
    }

    /** All that are there, in the order of their ids. */
    List<Part> parts(TenantId tenant, UploadId upload) {
        return keyspaces.of(tenant).rows(PARTS, tenant.text(), upload.text()).stream()
                .filter(row -> row.getString("object") != null)
                .map(UploadRows::part)
                .toList();
    }

    void removePart(TenantId tenant, UploadId upload, PartId part) {
        keyspaces.of(tenant).write(REMOVE_PART, tenant.text(), upload.text(), part.text());
    }

    /** Decides, unless something is decided already; what came of it, whoever asks next reads. */
    void completing(TenantId tenant, UploadId upload, List<PartId> chosen) {
        decide(tenant, COMPLETING, chosen.stream().map(PartId::text).toList(), tenant.text(), upload.text());
    }

    void completed(TenantId tenant, UploadId upload) {
        decide(tenant, COMPLETED, tenant.text(), upload.text());
    }

    void cancelled(TenantId tenant, UploadId upload) {
        decide(tenant, CANCELLED, tenant.text(), upload.text());
    }

    private void decide(TenantId tenant, CqlStatement statement, Object... values) {
        switch (keyspaces.of(tenant).decide(statement, values)) {
            case DecisionOutcome.Applied _, DecisionOutcome.Refused _, DecisionOutcome.Unknown _ -> {
                // The next serial read settles it.
            }
        }
    }

    void delete(TenantId tenant, UploadId upload) {
        keyspaces.of(tenant).write(DELETE, tenant.text(), upload.text());
    }

    private static Part part(Row row) {
        return new Part(PartId.parse(Objects.requireNonNull(row.getString("part"))), FileRows.piece(row));
    }
}
