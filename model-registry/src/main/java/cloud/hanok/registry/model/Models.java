package cloud.hanok.registry.model;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.claim.NameClaim;
import cloud.hanok.platform.claim.NameClaims;
import cloud.hanok.platform.id.ModelId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.problem.RegistryProblem;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The models that are known. Blocks. */
public final class Models {
    /** Whose row is still missing after this long died between its claim and its row. */
    public static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);

    private static final String SCOPE = "models";
    private static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO models (id, name, publisher, licence, created_at) VALUES (?, ?, ?, ?, ?)");
    private static final CqlStatement SELECT =
            CqlStatement.read("SELECT id, name, publisher, licence, created_at FROM models WHERE id = ?");

    private final Cql cql;
    private final NameClaims names;
    private final Ulids ulids;
    private final Clock clock;

    public Models(Keyspaces keyspaces, Ulids ulids, Clock clock) {
        this.cql = keyspaces.platform();
        this.names = new NameClaims(cql, "registry_names", clock);
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Records a model.
     *
     * @param idempotencyKey when given, the same request with the same key gets the same model for a day
     * @throws RegistryException when a field is wrong or the name is taken
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public Model create(
            @Nullable String name,
            @Nullable String publisher,
            @Nullable String licence,
            @Nullable String idempotencyKey) {
        String named = RegistryName.require("name", name);
        String by = RegistryName.requireLine("publisher", publisher);
        String under = RegistryName.requireLine("licence", licence);
        ModelId id = ModelId.parse(IdempotencyClaims.claim(
                cql,
                IdempotencyClaims.PLATFORM,
                idempotencyKey,
                new ModelId(ulids.next()).text(),
                "model",
                named,
                by,
                under));
        if (!names.claim(SCOPE, named, id.text(), this::isAbandoned)) {
            throw new RegistryException(new RegistryProblem.NameTaken("model", named));
        }
        Model wanted =
                new Model(id, named, by, under, Instant.ofEpochMilli(id.ulid().epochMillis()));
        // A repeated request must not undo what was changed since the first.
        return idempotencyKey == null ? store(wanted) : find(id).orElseGet(() -> store(wanted));
    }

    /** The model of this id, if there is one. */
    public Optional<Model> find(ModelId id) {
        return cql.row(SELECT, id.text()).map(Models::read);
    }

    /** The model of this name, if there is one. */
    public Optional<Model> findByName(String name) {
        return names.find(SCOPE, name).flatMap(claim -> find(ModelId.parse(claim.holder())));
    }

    /** All models by name, at most {@link NameClaims#MAX_LISTED}. */
    public List<Model> list() {
        return names.list(SCOPE).stream()
                .flatMap(claim -> find(ModelId.parse(claim.holder())).stream())
                .toList();
    }

    private Model store(Model model) {
        cql.write(INSERT, model.id().text(), model.name(), model.publisher(), model.licence(), model.createdAt());
        return model;
    }

    private boolean isAbandoned(NameClaim standing) {
        return standing.since().plus(ABANDONED_AFTER).isBefore(clock.instant())
                && find(ModelId.parse(standing.holder())).isEmpty();
    }

    private static Model read(Row row) {
        return new Model(
                ModelId.parse(Objects.requireNonNull(row.getString("id"))),
                Objects.requireNonNull(row.getString("name")),
                Objects.requireNonNull(row.getString("publisher")),
                Objects.requireNonNull(row.getString("licence")),
                Objects.requireNonNullElse(row.getInstant("created_at"), Instant.EPOCH));
    }
}
