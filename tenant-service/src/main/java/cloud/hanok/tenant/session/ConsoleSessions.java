package cloud.hanok.tenant.session;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.secret.Secret;
import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sessions of the console as they are kept. Tokens lie sealed with the organization's key for people, or with the platform's own where there is
 * no organization: once the key is destroyed, its sessions are over. Blocks.
 *
 * <p>Every method throws {@link StoreUnavailableException} when Cassandra does not answer, and
 * {@link cloud.hanok.platform.vault.VaultUnavailableException} when a key is needed that cannot be had.
 */
public final class ConsoleSessions {
    private static final String TABLE = "console_sessions";
    private static final int FORM = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final CqlStatement OPEN = CqlStatement.decision(
            "INSERT INTO console_sessions (session, organization, sealed, created_at, used_at, expires_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS USING TTL ?");
    private static final CqlStatement NOTE =
            CqlStatement.write("INSERT INTO console_sign_ins (sign_in, session) VALUES (?, ?) USING TTL ?");
    private static final CqlStatement FIND = CqlStatement.serialRead(
            "SELECT organization, sealed, created_at, used_at, expires_at FROM console_sessions WHERE session = ?");
    private static final CqlStatement REFRESH =
            CqlStatement.decision("UPDATE console_sessions USING TTL ? SET sealed = ? WHERE session = ? IF EXISTS");
    private static final CqlStatement USE =
            CqlStatement.decision("UPDATE console_sessions USING TTL ? SET used_at = ? WHERE session = ? IF EXISTS");
    private static final CqlStatement END =
            CqlStatement.decision("DELETE FROM console_sessions WHERE session = ? IF EXISTS");
    private static final CqlStatement OF_SIGN_IN =
            CqlStatement.read("SELECT session FROM console_sign_ins WHERE sign_in = ?");

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;
    private final Clock clock;

    public ConsoleSessions(Keyspaces keyspaces, Envelopes envelopes, Clock clock) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
        this.clock = clock;
    }

    /** Keeps a new one. */
    public void open(ConsoleSession session) {
        int ttl = secondsLeft(session);
        keyspaces.platform().write(NOTE, session.signIn(), session.id().stored(), ttl);
        made(keyspaces
                .platform()
                .decide(
                        OPEN,
                        session.id().stored(),
                        session.organization(),
                        sealed(session),
                        session.createdAt(),
                        session.usedAt(),
                        session.expiresAt(),
                        ttl));
    }

    /** The session of this id; empty when there is none any more. */
    public Optional<ConsoleSession> find(SessionId id) {
        return keyspaces.platform().row(FIND, id.stored()).flatMap(row -> session(id, row));
    }

    /**
     * Keeps the tokens that a session has now.
     *
     * @return false when it was ended meanwhile
     */
    public boolean refreshed(ConsoleSession session) {
        return made(keyspaces
                .platform()
                .decide(
                        REFRESH,
                        secondsLeft(session),
                        sealed(session),
                        session.id().stored()));
    }

    /**
     * Keeps when a session was used.
     *
     * @return false when it was ended meanwhile
     */
    public boolean used(ConsoleSession session) {
        return made(keyspaces
                .platform()
                .decide(
                        USE,
                        secondsLeft(session),
                        session.usedAt(),
                        session.id().stored()));
    }

    /** Ends one; does nothing when there is none. */
    public void end(SessionId id) {
        boolean unused = made(keyspaces.platform().decide(END, id.stored()));
    }

    /** All sessions of one sign-in at the identity provider: of every organization that a browser was signed in to by it. */
    public List<ConsoleSession> ofSignIn(String signIn) {
        return keyspaces.platform().rows(OF_SIGN_IN, signIn).stream()
                .map(row -> SessionId.read(Objects.requireNonNull(row.getByteBuffer("session"))))
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean made(DecisionOutcome outcome) {
        return switch (outcome) {
            case DecisionOutcome.Applied() -> true;
            case DecisionOutcome.Refused(var _) -> false;
            case DecisionOutcome.Unknown(var cause) ->
                throw new StoreUnavailableException("what became of a session is not known", cause);
        };
    }

    /** At least one: zero would be for ever. */
    private int secondsLeft(ConsoleSession session) {
        return (int) Math.max(1, ChronoUnit.SECONDS.between(clock.instant(), session.expiresAt()));
    }

    private ByteBuffer sealed(ConsoleSession session) {
        try {
            byte[] text = JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("subject", session.subject())
                    .put("sign_in", session.signIn())
                    .put("csrf", session.csrf().reveal())
                    .put("access", session.tokens().access().reveal())
                    .put("access_expires", session.tokens().accessExpiresAt().toEpochMilli())
                    .put("refresh", session.tokens().refresh().reveal()));
            return ByteBuffer.wrap(
                    envelopes.seal(owner(session.organization()), DataClass.PEOPLE, place(session.id()), text));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Optional<ConsoleSession> session(SessionId id, Row row) {
        String organization = Objects.requireNonNull(row.getString("organization"));
        byte[] sealed = Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("sealed")));
        return envelopes
                .open(owner(organization), DataClass.PEOPLE, place(id), sealed)
                .map(ConsoleSessions::parsed)
                .map(json -> new ConsoleSession(
                        id,
                        organization,
                        json.path("subject").asText(),
                        json.path("sign_in").asText(),
                        new Secret(json.path("csrf").asText()),
                        new SessionTokens(
                                new Secret(json.path("access").asText()),
                                Instant.ofEpochMilli(json.path("access_expires").asLong()),
                                new Secret(json.path("refresh").asText())),
                        Objects.requireNonNull(row.getInstant("created_at")),
                        Objects.requireNonNull(row.getInstant("used_at")),
                        Objects.requireNonNull(row.getInstant("expires_at"))));
    }

    private static JsonNode parsed(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static TenantId owner(String organization) {
        return organization.equals(ConsoleSession.NO_ORGANIZATION) ? Envelopes.PLATFORM : TenantId.parse(organization);
    }

    private static Place place(SessionId id) {
        return new Place(TABLE, id.hash(), FORM);
    }
}
