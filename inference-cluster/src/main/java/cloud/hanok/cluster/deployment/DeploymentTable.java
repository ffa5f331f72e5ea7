package cloud.hanok.cluster.deployment;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.SiteId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of deployments. */
final class DeploymentTable {
    private static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO deployments (id, name, model_version, publisher, model_context_tokens,"
                    + " artifact_digest, artifact_file, artifact_architecture, driver, site, engine, url,"
                    + " has_credential, upstream_model, context_tokens, price, node, created_at, pool,"
                    + " capabilities, embedding_dimensions, artifact_format, first_token_seconds, idle_seconds,"
                    + " concurrency, licence)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement SELECT = CqlStatement.read("SELECT * FROM deployments WHERE id = ?");
    private static final CqlStatement DELETE = CqlStatement.write("UPDATE deployments SET deleted_at = ? WHERE id = ?");
    private static final CqlStatement TIMEOUTS =
            CqlStatement.write("UPDATE deployments SET first_token_seconds = ?, idle_seconds = ? WHERE id = ?");
    private static final CqlStatement CONCURRENCY =
            CqlStatement.write("UPDATE deployments SET concurrency = ? WHERE id = ?");
    private static final CqlStatement STATUS = CqlStatement.write("UPDATE deployments SET state = ?, reason_code = ?,"
            + " reason_korean = ?, reason_english = ?, state_at = ? WHERE id = ?");

    private final Cql cql;

    DeploymentTable(Keyspaces keyspaces) {
        this.cql = keyspaces.platform();
    }

    void insert(Deployment deployment) {
        StoredArtifact artifact = deployment.model().artifact();
        cql.write(
                INSERT,
                deployment.id().text(),
                deployment.name(),
                deployment.model().version().text(),
                deployment.model().publisher(),
                deployment.model().contextTokens(),
                artifact == null ? null : artifact.digest(),
                artifact == null ? null : artifact.file().toString(),
                artifact == null ? null : artifact.architecture(),
                deployment.driver().text(),
                deployment.site().text(),
                deployment.engine().text(),
                deployment.url(),
                deployment.hasCredential(),
                deployment.upstreamModel(),
                deployment.contextTokens(),
                deployment.price().text(),
                deployment.node().text(),
                deployment.createdAt(),
                deployment.pool().text(),
                Set.copyOf(deployment.model().capabilities().texts()),
                deployment.model().capabilities().embeddingDimensions(),
                artifact == null ? null : artifact.format().text(),
                deployment.timeouts().firstTokenSeconds(),
                deployment.timeouts().idleSeconds(),
                deployment.concurrency(),
                deployment.model().licence());
    }

    Optional<Deployment> find(DeploymentId id) {
        return cql.row(SELECT, id.text())
                .filter(row -> row.getString("name") != null)
                .map(DeploymentTable::read);
    }

    void delete(DeploymentId id, Instant at) {
        cql.write(DELETE, at, id.text());
    }

    void timeouts(DeploymentId id, AnswerTimeouts timeouts) {
        cql.write(TIMEOUTS, timeouts.firstTokenSeconds(), timeouts.idleSeconds(), id.text());
    }

    void concurrency(DeploymentId id, int concurrency) {
        cql.write(CONCURRENCY, concurrency, id.text());
    }

    void status(DeploymentId id, DeploymentStatus status) {
        StateReason reason = status.reason();
        cql.write(
                STATUS,
                status.state().text(),
                reason == null ? null : reason.code(),
                reason == null ? null : reason.korean(),
                reason == null ? null : reason.english(),
                status.at(),
                id.text());
    }

    private static Deployment read(Row row) {
        Instant createdAt = requireNonNullElse(row.getInstant("created_at"), Instant.EPOCH);
        String pool = row.getString("pool");
        return new Deployment(
                DeploymentId.parse(text(row, "id")),
                text(row, "name"),
                pool == null ? Pool.SHARED : Pool.parse(pool),
                new OfferedModel(
                        ModelVersionId.parse(text(row, "model_version")),
                        text(row, "publisher"),
                        requireNonNullElse(row.getString("licence"), ""),
                        row.getInt("model_context_tokens"),
                        capabilities(row),
                        artifact(row)),
                DriverKind.ofText(text(row, "driver")).orElseThrow(),
                SiteId.parse(text(row, "site")),
                EngineKind.ofText(text(row, "engine")).orElseThrow(),
                row.getString("url"),
                row.getBoolean("has_credential"),
                text(row, "upstream_model"),
                row.getInt("context_tokens"),
                PriceId.parse(text(row, "price")),
                timeouts(row),
                // Null reads as 0: nobody said.
                row.getInt("concurrency"),
                NodeId.parse(text(row, "node")),
                createdAt,
                row.getInstant("deleted_at"),
                status(row, createdAt));
    }

    private static DeploymentStatus status(Row row, Instant createdAt) {
        String state = row.getString("state");
        if (state == null) {
            return new DeploymentStatus(DeploymentState.PENDING, null, createdAt);
        }
        String code = row.getString("reason_code");
        StateReason reason = code == null
                ? null
                : new StateReason(
                        code,
                        requireNonNullElse(row.getString("reason_korean"), code),
                        requireNonNullElse(row.getString("reason_english"), code));
        return new DeploymentStatus(
                DeploymentState.parse(state), reason, requireNonNullElse(row.getInstant("state_at"), createdAt));
    }

    private static AnswerTimeouts timeouts(Row row) {
        return row.isNull("first_token_seconds") || row.isNull("idle_seconds")
                ? AnswerTimeouts.DEFAULTS
                : new AnswerTimeouts(row.getInt("first_token_seconds"), row.getInt("idle_seconds"));
    }

    private static Capabilities capabilities(Row row) {
        Set<String> recorded = row.getSet("capabilities", String.class);
        return recorded == null || recorded.isEmpty()
                ? Capabilities.TEXT_CHAT
                : Capabilities.ofTexts(recorded, row.getInt("embedding_dimensions"));
    }

    private static @Nullable StoredArtifact artifact(Row row) {
        String digest = row.getString("artifact_digest");
        return digest == null
                ? null
                : new StoredArtifact(
                        digest,
                        Path.of(text(row, "artifact_file")),
                        ArtifactFormat.ofText(requireNonNullElse(row.getString("artifact_format"), "gguf"))
                                .orElseThrow(),
                        requireNonNullElse(row.getString("artifact_architecture"), ""));
    }

    private static String text(Row row, String column) {
        return requireNonNull(row.getString(column), column);
    }
}
