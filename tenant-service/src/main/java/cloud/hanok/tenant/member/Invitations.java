package cloud.hanok.tenant.member;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblem.InvitationUnusable;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.Page;
import cloud.hanok.tenant.request.SecretToken;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Invitations into tenants: made, listed, withdrawn, and accepted once. Whoever accepts one must hold its secret and own the
 * address it was sent to. Blocks.
 *
 * <p>Every method throws {@link StoreUnavailableException} when Cassandra does not answer.
 */
public final class Invitations {
    /** Long enough for a holiday, short enough for a mailbox that changes hands. */
    public static final Duration LIFE = Duration.ofDays(7);

    /** Invitations of one tenant, decided ones among them; one partition is read as a whole to find the pending ones. */
    static final int MAX_LISTED = 10_000;

    private static final String TOKEN_PREFIX = "hki_";
    private static final String COLUMNS =
            "invitation, email, role, project_roles, invited_by, secret_hash, created_at, expires_at, state, state_by, state_at";
    private static final CqlStatement INSERT_INDEX =
            CqlStatement.write("INSERT INTO invitation_index (invitation, tenant) VALUES (?, ?)");
    private static final CqlStatement TENANT_OF =
            CqlStatement.read("SELECT tenant FROM invitation_index WHERE invitation = ?");
    private static final CqlStatement INSERT = CqlStatement.decision(
            "INSERT INTO invitations (tenant, invitation, email, role, project_roles, invited_by,"
                    + " secret_hash, created_at, expires_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS");
    private static final CqlStatement DECIDE =
            CqlStatement.decision("UPDATE invitations SET state = ?, state_by = ?, state_at = ?"
                    + " WHERE tenant = ? AND invitation = ? IF state = ?");
    private static final CqlStatement FIND =
            CqlStatement.serialRead("SELECT " + COLUMNS + " FROM invitations WHERE tenant = ? AND invitation = ?");
    private static final CqlStatement LIST =
            CqlStatement.read("SELECT " + COLUMNS + " FROM invitations WHERE tenant = ? AND invitation > ? LIMIT ?");

    private final Keyspaces keyspaces;
    private final PersonSeal seal;
    private final Ulids ulids;
    private final SecureRandom random;
    private final Clock clock;

    public Invitations(Keyspaces keyspaces, PersonSeal seal, Ulids ulids, SecureRandom random, Clock clock) {
        this.keyspaces = keyspaces;
        this.seal = seal;
        this.ulids = ulids;
        this.random = random;
        this.clock = clock;
    }

    /**
     * An invitation at the only moment its secret exists here.
     *
     * @param token to be put into the mail and kept nowhere
     */
    public record Sent(Invitation invitation, Secret token) {}

    /** The row of an invitation. */
    private record Stored(
            Invitation invitation,
            byte[] secretHash,
            @Nullable String decidedBy) {}

    /**
     * Makes an invitation.
     *
     * @param projects where the person will be, and as what; none of them is looked up
     * @param invitedBy id of the member, key or client that invites
     * @param byOwner whether an owner, or the operator, invites: nobody else invites an owner
     * @throws TenantProblemException owners only, too many
     */
    public Sent create(
            TenantId tenant,
            EmailAddress email,
            MemberRole role,
            Map<ProjectId, ProjectRole> projects,
            String invitedBy,
            boolean byOwner) {
        if (role == MemberRole.OWNER && !byOwner) {
            throw new TenantProblemException(new TenantProblem.OwnersOnly());
        }
        if (projects.size() > Member.MAX_PROJECTS) {
            throw new TenantProblemException(
                    new TenantProblem.TooMany(TenantProblem.TooMany.Kind.PROJECTS_OF_A_MEMBER, Member.MAX_PROJECTS));
        }
        if (keyspaces.of(tenant).rows(LIST, tenant.text(), "", MAX_LISTED).size() >= MAX_LISTED) {
            throw new TenantProblemException(
                    new TenantProblem.TooMany(TenantProblem.TooMany.Kind.INVITATIONS, MAX_LISTED));
        }
        InvitationId id = new InvitationId(ulids.next());
        byte[] secret = new byte[SecretToken.SECRET_BYTES];
        random.nextBytes(secret);
        Instant now = now();
        Invitation invitation = new Invitation(
                id, tenant, email, role, projects, invitedBy, now, now.plus(LIFE), Invitation.State.PENDING, null);
        // The index first: an index without a row is nothing, a row without an index could not be accepted.
        keyspaces.platform().write(INSERT_INDEX, id.text(), tenant.text());
        store(invitation, SecretToken.hash(secret));
        return new Sent(invitation, SecretToken.print(TOKEN_PREFIX, id.ulid(), secret));
    }

    /** A tenant's invitation of this id. */
    public Optional<Invitation> find(TenantId tenant, InvitationId id) {
        return stored(tenant, id).map(Stored::invitation);
    }

    /**
     * The invitation that a mail brought, in whatever state.
     *
     * @param token as the mail carried it
     * @throws TenantProblemException not found when nothing has this token
     */
    public Invitation find(String token) {
        return presented(token).invitation();
    }

    /**
     * Invitations in the order they were made, decided ones among them.
     *
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws TenantProblemException when the limit is another
     */
    public Page<Invitation> list(TenantId tenant, @Nullable InvitationId after, int limit) {
        List<Invitation> invitations = new ArrayList<>();
        String from = after == null ? "" : after.text();
        for (Row row : keyspaces.of(tenant).rows(LIST, tenant.text(), from, Page.toRead(limit))) {
            invitations.add(stored(tenant, row).invitation());
        }
        return Page.of(invitations, limit);
    }

    /**
     * Withdraws an invitation; doing so again changes nothing.
     *
     * @param by who withdraws it
     * @throws TenantProblemException not found, already accepted
     */
    public Invitation revoke(TenantId tenant, InvitationId id, String by) {
        Stored decided = decide(tenant, id, Invitation.State.REVOKED, by);
        if (decided.invitation().state() == Invitation.State.ACCEPTED) {
            throw unusable(InvitationUnusable.Reason.USED);
        }
        return decided.invitation();
    }

    /**
     * Accepts an invitation for a person; the same person may repeat it, to finish what was begun. Becoming a member is the
     * caller's next step.
     *
     * @param token as the mail carried it
     * @param subject who accepts
     * @param email of who accepts, as the identity provider says
     * @param emailVerified whether the provider saw that they own it
     * @throws TenantProblemException not found when nothing has this token, unusable otherwise
     */
    public Invitation accept(String token, String subject, EmailAddress email, boolean emailVerified) {
        Stored stored = presented(token);
        Invitation invitation = stored.invitation();
        if (!invitation.email().equals(email)) {
            throw unusable(InvitationUnusable.Reason.OTHER_ADDRESS);
        }
        if (!emailVerified) {
            throw unusable(InvitationUnusable.Reason.ADDRESS_UNVERIFIED);
        }
        if (invitation.status(clock.instant()) == Invitation.Status.EXPIRED) {
            throw unusable(InvitationUnusable.Reason.EXPIRED);
        }
        Stored decided = decide(invitation.tenant(), invitation.id(), Invitation.State.ACCEPTED, subject);
        if (decided.invitation().state() == Invitation.State.REVOKED) {
            throw unusable(InvitationUnusable.Reason.REVOKED);
        }
        if (!subject.equals(decided.decidedBy())) {
            throw unusable(InvitationUnusable.Reason.USED);
        }
        return decided.invitation();
    }

    /** One answer for a token that is none, one that nothing has, and one whose secret is wrong. */
    private Stored presented(String token) {
        SecretToken read = SecretToken.parse(TOKEN_PREFIX, token);
        Optional<Stored> stored = read == null
                ? Optional.empty()
                : keyspaces
                        .platform()
                        .row(TENANT_OF, new InvitationId(read.id()).text())
                        .map(row -> TenantId.parse(Objects.requireNonNull(row.getString("tenant"))))
                        .flatMap(tenant -> stored(tenant, new InvitationId(read.id())))
                        .filter(found -> MessageDigest.isEqual(found.secretHash(), read.hash()));
        return stored.orElseThrow(() -> new TenantProblemException(
                new TenantProblem.NotFound(TenantProblem.NotFound.Kind.INVITATION, "hki_...")));
    }

    /** Decides a pending invitation, and says what was decided, by whomever. */
    private Stored decide(TenantId tenant, InvitationId id, Invitation.State state, String by) {
        DecisionOutcome outcome = keyspaces
                .of(tenant)
                .decide(DECIDE, state.name(), by, now(), tenant.text(), id.text(), Invitation.State.PENDING.name());
        Stored standing = stored(tenant, id)
                .orElseThrow(() -> new TenantProblemException(
                        new TenantProblem.NotFound(TenantProblem.NotFound.Kind.INVITATION, id.text())));
        if (outcome instanceof DecisionOutcome.Unknown(var cause)
                && standing.invitation().state() == Invitation.State.PENDING) {
            throw new StoreUnavailableException("Cassandra did not decide an invitation in time", cause);
        }
        return standing;
    }

    private void store(Invitation invitation, byte[] secretHash) {
        DecisionOutcome outcome = keyspaces
                .of(invitation.tenant())
                .decide(
                        INSERT,
                        invitation.tenant().text(),
                        invitation.id().text(),
                        seal.seal(invitation.tenant(), invitation.id(), invitation.email()),
                        invitation.role().name(),
                        invitation.projects().entrySet().stream()
                                .collect(Collectors.toMap(
                                        each -> each.getKey().text(),
                                        each -> each.getValue().name())),
                        invitation.invitedBy(),
                        ByteBuffer.wrap(secretHash),
                        invitation.createdAt(),
                        invitation.expiresAt(),
                        invitation.state().name());
        if (outcome instanceof DecisionOutcome.Unknown(var cause)
                && stored(invitation.tenant(), invitation.id()).isEmpty()) {
            throw new StoreUnavailableException("Cassandra did not acknowledge an invitation in time", cause);
        }
    }

    private Optional<Stored> stored(TenantId tenant, InvitationId id) {
        return keyspaces.of(tenant).row(FIND, tenant.text(), id.text()).map(row -> stored(tenant, row));
    }

    private Stored stored(TenantId tenant, Row row) {
        InvitationId id = InvitationId.parse(Objects.requireNonNull(row.getString("invitation")));
        byte[] secretHash = Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("secret_hash")));
        Invitation invitation = new Invitation(
                id,
                tenant,
                seal.openEmail(tenant, id, Objects.requireNonNull(row.getByteBuffer("email"))),
                MemberRole.valueOf(Objects.requireNonNull(row.getString("role"))),
                projects(row),
                Objects.requireNonNull(row.getString("invited_by")),
                Objects.requireNonNull(row.getInstant("created_at")),
                Objects.requireNonNull(row.getInstant("expires_at")),
                Invitation.State.valueOf(Objects.requireNonNull(row.getString("state"))),
                row.getInstant("state_at"));
        return new Stored(invitation, secretHash, row.getString("state_by"));
    }

    private static Map<ProjectId, ProjectRole> projects(Row row) {
        return Objects.requireNonNullElse(
                        row.getMap("project_roles", String.class, String.class), Map.<String, String>of())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        each -> ProjectId.parse(each.getKey()), each -> ProjectRole.valueOf(each.getValue())));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static TenantProblemException unusable(InvitationUnusable.Reason reason) {
        return new TenantProblemException(new InvitationUnusable(reason));
    }
}
