package cloud.hanok.content.webhook;

import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.WebhookEventId;
import cloud.hanok.platform.id.WebhookId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Events that endpoints are to be told of, as they are stored: how each stands, in the tenant's own home, and lists of those that are due,
 * in the platform's. The entry of a list is written first, so that whatever waits is found; one too many is nothing.
 */
final class WaitingEvents {
    /** How many lists there are. */
    static final int LISTS = 16;

    /** How long it is known what an event was: the last attempt, and then as long as the log is kept. */
    static final Duration KEPT = Duration.ofDays(14);

    private static final CqlStatement ADD_DUE = CqlStatement.write(
            "INSERT INTO due_webhook_events (list, due, tenant, webhook, event) VALUES (?, ?, ?, ?, ?)");
    private static final CqlStatement DELETE_DUE = CqlStatement.write(
            "DELETE FROM due_webhook_events WHERE list = ? AND due = ? AND tenant = ? AND webhook = ? AND event = ?");
    private static final CqlStatement LIST_DUE =
            CqlStatement.read("SELECT due, tenant, webhook, event FROM due_webhook_events WHERE list = ? AND due <= ?");
    private static final CqlStatement INSERT = CqlStatement.decision(
            "INSERT INTO webhook_events (tenant, webhook, event, type, object, created, state, attempts, next_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?) IF NOT EXISTS USING TTL ?");
    private static final CqlStatement FIND =
            CqlStatement.serialRead("SELECT type, object, created, state, attempts, holder, next_at"
                    + " FROM webhook_events WHERE tenant = ? AND webhook = ? AND event = ?");
    private static final CqlStatement SET = CqlStatement.decision(
            "UPDATE webhook_events USING TTL ? SET state = ?, attempts = ?, holder = ?, next_at = ?"
                    + " WHERE tenant = ? AND webhook = ? AND event = ? IF state = ? AND attempts = ?");
    private static final CqlStatement DELETE_ALL =
            CqlStatement.write("DELETE FROM webhook_events WHERE tenant = ? AND webhook = ?");

    private final Keyspaces keyspaces;

    WaitingEvents(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** How far one is. The names are stored: rename none. */
    enum State {
        WAITING,
        TAKEN,
        GIVEN_UP
    }

    /** Which event, for whom. */
    record Key(TenantId tenant, WebhookId webhook, WebhookEventId event) {
        int list() {
            return Math.floorMod(event.ulid().hashCode(), LISTS);
        }
    }

    /** An entry of a list. */
    record Due(Key key, Instant at) {}

    /**
     * An event for an endpoint.
     *
     * @param attempts that were begun
     * @param holder who begun the last
     * @param nextAt nobody takes it before: the end of a pause, or of the lease of whoever sends it
     */
    record Stored(Key key, WebhookEvent event, State state, int attempts, String holder, Instant nextAt) {}

    /** Puts one that waits; again, it is as it was. */
    void put(TenantId tenant, Webhook webhook, WebhookEvent event, Instant due) {
        var key = new Key(tenant, webhook.id(), event.id());
        note(new Due(key, due));
        DecisionOutcome outcome = keyspaces
                .of(tenant)
                .decide(
                        INSERT,
                        tenant.text(),
                        webhook.id().text(),
                        event.id().text(),
                        event.type().text(),
                        event.object(),
                        event.at(),
                        State.WAITING.name(),
                        due,
                        life());
        if (outcome instanceof DecisionOutcome.Unknown(var cause) && find(key).isEmpty()) {
            throw new StoreUnavailableException("Cassandra did not acknowledge an event in time", cause);
        }
    }

    /**
     * Lets one wait anew, with all attempts before it.
     *
     * @return false when it is not known
     */
    boolean again(TenantId tenant, WebhookId webhook, WebhookEventId event, Instant now) {
        var key = new Key(tenant, webhook, event);
        Stored found = find(key).orElse(null);
        if (found == null) {
            return false;
        }
        note(new Due(key, now));
        // Refused: somebody takes it at this very moment, and it is sent.
        if (set(found, State.WAITING, 0, "", now) instanceof DecisionOutcome.Unknown(var cause)) {
            throw new StoreUnavailableException("Cassandra did not decide in time that an event is sent again", cause);
        }
        return true;
    }

    Optional<Stored> find(Key key) {
        return keyspaces
                .of(key.tenant())
                .row(
                        FIND,
                        key.tenant().text(),
                        key.webhook().text(),
                        key.event().text())
                .filter(row -> row.getString("type") != null && row.getString("state") != null)
                .map(row -> stored(key, row));
    }

    /** Takes one for an attempt; empty when another took it. */
    Optional<Stored> take(Stored waiting, String holder, Instant until) {
        int attempt = waiting.attempts() + 1;
        return switch (set(waiting, State.WAITING, attempt, holder, until)) {
            case DecisionOutcome.Refused _ -> Optional.empty();
            case DecisionOutcome.Applied _, DecisionOutcome.Unknown _ ->
                find(waiting.key())
                        .filter(now -> now.attempts() == attempt && now.holder().equals(holder));
        };
    }

    /** Lets it wait for the next attempt. What is not known to have been put off waits for the end of its lease. */
    void defer(Stored taken, Instant until) {
        var unused = set(taken, State.WAITING, taken.attempts(), taken.holder(), until);
    }

    /** No further attempt is made. */
    void end(Stored taken, State state, Instant now) {
        if (set(taken, state, taken.attempts(), taken.holder(), now) instanceof DecisionOutcome.Unknown(var cause)
                && find(taken.key())
                        .filter(left -> left.state() == State.WAITING)
                        .isPresent()) {
            throw new StoreUnavailableException("Cassandra did not decide the end of an event in time", cause);
        }
    }

    private DecisionOutcome set(Stored before, State state, int attempts, String holder, Instant nextAt) {
        Key key = before.key();
        return keyspaces
                .of(key.tenant())
                .decide(
                        SET,
                        life(),
                        state.name(),
                        attempts,
                        holder,
                        nextAt,
                        key.tenant().text(),
                        key.webhook().text(),
                        key.event().text(),
                        before.state().name(),
                        before.attempts());
    }

    /** Forgets all of an endpoint; their entries are forgotten when they are due. */
    void deleteAll(TenantId tenant, WebhookId webhook) {
        keyspaces.of(tenant).write(DELETE_ALL, tenant.text(), webhook.text());
    }

    /** Those of a list that are due, the earliest first; read on while they are taken. */
    Iterable<Row> due(int list, Instant now) {
        return keyspaces.platform().stream(LIST_DUE, list, now);
    }

    static Due due(Row row) {
        return new Due(
                new Key(
                        TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                        WebhookId.parse(Objects.requireNonNull(row.getString("webhook"))),
                        WebhookEventId.parse(Objects.requireNonNull(row.getString("event")))),
                Objects.requireNonNull(row.getInstant("due")));
    }

    private void note(Due due) {
        keyspaces.platform().writeTogether(List.of(bound(ADD_DUE, due)));
    }

    /** An entry is due at another time. */
    void move(Due due, Instant to) {
        if (!due.at().equals(to)) {
            keyspaces.platform().writeTogether(List.of(bound(ADD_DUE, new Due(due.key(), to)), bound(DELETE_DUE, due)));
        }
    }

    void forget(Due due) {
        keyspaces.platform().writeTogether(List.of(bound(DELETE_DUE, due)));
    }

    private static BoundWrite bound(CqlStatement statement, Due due) {
        Key key = due.key();
        return new BoundWrite(
                statement,
                List.of(
                        key.list(),
                        due.at(),
                        key.tenant().text(),
                        key.webhook().text(),
                        key.event().text()));
    }

    private static Stored stored(Key key, Row row) {
        return new Stored(
                key,
                new WebhookEvent(
                        key.event(),
                        WebhookEventType.of(Objects.requireNonNull(row.getString("type")))
                                .orElseThrow(),
                        Objects.requireNonNull(row.getString("object")),
                        Objects.requireNonNull(row.getInstant("created"))),
                State.valueOf(Objects.requireNonNull(row.getString("state"))),
                row.getInt("attempts"),
                Objects.requireNonNullElse(row.getString("holder"), ""),
                Objects.requireNonNullElse(row.getInstant("next_at"), Instant.EPOCH));
    }

    private static int life() {
        return Math.toIntExact(KEPT.toSeconds());
    }
}
