package cloud.hanok.platform.mail;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.MailId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mails as they are stored. */
final class OutboxRows {
    /** Mails that wait. */
    static final String WAITING = "waiting";
    /** Mails that were given up. */
    static final String DEAD = "dead";

    private static final CqlStatement INSERT_ENTRY =
            CqlStatement.write("INSERT INTO mail_lists (list, mail, tenant) VALUES (?, ?, ?)");
    private static final CqlStatement DELETE_ENTRY =
            CqlStatement.write("DELETE FROM mail_lists WHERE list = ? AND mail = ?");
    private static final CqlStatement ENTRIES =
            CqlStatement.read("SELECT mail, tenant FROM mail_lists WHERE list = ? AND mail > ? LIMIT ?");
    private static final CqlStatement INSERT = CqlStatement.decision(
            "INSERT INTO mails (tenant, mail, content, about, state, attempts, next_at, created_at)"
                    + " VALUES (?, ?, ?, ?, ?, 0, ?, ?) IF NOT EXISTS");
    private static final CqlStatement FIND = CqlStatement.serialRead(
            "SELECT content, about, state, reason, attempts, holder, next_at, created_at, ended_at"
                    + " FROM mails WHERE tenant = ? AND mail = ?");
    private static final CqlStatement TAKE =
            CqlStatement.decision("UPDATE mails SET attempts = ?, holder = ?, next_at = ?"
                    + " WHERE tenant = ? AND mail = ? IF state = ? AND attempts = ?");
    private static final CqlStatement DEFER = CqlStatement.decision("UPDATE mails SET next_at = ?, reason = ?"
            + " WHERE tenant = ? AND mail = ? IF state = ? AND attempts = ?");
    private static final CqlStatement END =
            CqlStatement.decision("UPDATE mails SET state = ?, reason = ?, content = null, ended_at = ?"
                    + " WHERE tenant = ? AND mail = ? IF state = ?");

    private final Keyspaces keyspaces;

    OutboxRows(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** How far a mail is. The names are stored: rename none. */
    enum State {
        WAITING,
        SENT,
        DEAD
    }

    /** An entry of a list. */
    record Entry(MailId id, TenantId tenant) {}

    /**
     * A mail.
     *
     * @param content sealed; null once it ended
     * @param attempts that were begun
     * @param nextAt nobody takes it before: the end of a pause, or of the lease of whoever sends it
     */
    record Stored(
            Entry entry,
            byte @Nullable [] content,
            String about,
            State state,
            String reason,
            int attempts,
            String holder,
            Instant nextAt,
            Instant writtenAt,
            @Nullable Instant endedAt) {}

    /** Stores a mail; again with the same id, it changes nothing. The entry first: an entry without a mail is nothing. */
    void insert(Entry entry, byte[] content, String about, Instant now) {
        keyspaces
                .platform()
                .write(INSERT_ENTRY, WAITING, entry.id().text(), entry.tenant().text());
        DecisionOutcome outcome = of(entry)
                .decide(
                        INSERT,
                        entry.tenant().text(),
                        entry.id().text(),
                        ByteBuffer.wrap(content),
                        about,
                        State.WAITING.name(),
                        now,
                        now);
        if (outcome instanceof DecisionOutcome.Unknown(var cause) && find(entry).isEmpty()) {
            throw new StoreUnavailableException("Cassandra did not acknowledge a mail in time", cause);
        }
    }

    java.util.List<Entry> entries(String list, String after, int limit) {
        return keyspaces.platform().rows(ENTRIES, list, after, limit).stream()
                .map(row -> new Entry(
                        MailId.parse(Objects.requireNonNull(row.getString("mail"))),
                        TenantId.parse(Objects.requireNonNull(row.getString("tenant")))))
                .toList();
    }

    Optional<Stored> find(Entry entry) {
        return of(entry)
                .row(FIND, entry.tenant().text(), entry.id().text())
                .filter(row -> !row.isNull("state"))
                .map(row -> stored(entry, row));
    }

    /** Takes a mail for one attempt; empty when another took it. */
    Optional<Stored> take(Stored mail, String holder, Instant until) {
        int attempt = mail.attempts() + 1;
        DecisionOutcome outcome = of(mail.entry())
                .decide(
                        TAKE,
                        attempt,
                        holder,
                        until,
                        mail.entry().tenant().text(),
                        mail.entry().id().text(),
                        State.WAITING.name(),
                        mail.attempts());
        return switch (outcome) {
            case DecisionOutcome.Refused _ -> Optional.empty();
            case DecisionOutcome.Applied _, DecisionOutcome.Unknown _ ->
                find(mail.entry())
                        .filter(now -> now.attempts() == attempt && now.holder().equals(holder));
        };
    }

    /** Puts it off; nothing happens when another has it by now. */
    void defer(Stored mail, Instant until, String reason) {
        // What is not known to have been put off waits for the end of its lease.
        var unused = of(mail.entry())
                .decide(
                        DEFER,
                        until,
                        reason,
                        mail.entry().tenant().text(),
                        mail.entry().id().text(),
                        State.WAITING.name(),
                        mail.attempts());
    }

    /** Ends it, and forgets what it said. Whoever knows that it was sent says so, whoever holds it. */
    void end(Entry entry, State state, String reason, Instant now) {
        if (state == State.DEAD) {
            keyspaces
                    .platform()
                    .write(INSERT_ENTRY, DEAD, entry.id().text(), entry.tenant().text());
        }
        DecisionOutcome outcome = of(entry)
                .decide(
                        END,
                        state.name(),
                        reason,
                        now,
                        entry.tenant().text(),
                        entry.id().text(),
                        State.WAITING.name());
        if (outcome instanceof DecisionOutcome.Unknown(var cause)
                && find(entry).filter(left -> left.state() == State.WAITING).isPresent()) {
            throw new StoreUnavailableException("Cassandra did not decide the end of a mail in time", cause);
        }
        close(entry);
    }

    void close(Entry entry) {
        keyspaces.platform().write(DELETE_ENTRY, WAITING, entry.id().text());
    }

    private Cql of(Entry entry) {
        return keyspaces.of(entry.tenant());
    }

    private static Stored stored(Entry entry, Row row) {
        ByteBuffer content = row.getByteBuffer("content");
        return new Stored(
                entry,
                content == null ? null : Blobs.bytes(content),
                Objects.requireNonNullElse(row.getString("about"), ""),
                State.valueOf(Objects.requireNonNull(row.getString("state"))),
                Objects.requireNonNullElse(row.getString("reason"), ""),
                row.getInt("attempts"),
                Objects.requireNonNullElse(row.getString("holder"), ""),
                Objects.requireNonNullElse(row.getInstant("next_at"), Instant.EPOCH),
                Objects.requireNonNullElse(row.getInstant("created_at"), Instant.EPOCH),
                row.getInstant("ended_at"));
    }
}
