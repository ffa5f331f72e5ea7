package cloud.hanok.tenant.member;

import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.Page;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of tenants. Every change is decided on all members together, by one lightweight transaction on the tenant's
 * partition, so that of two owners who leave at once one stays. Blocks.
 *
 * <p>Every method throws {@link StoreUnavailableException} when Cassandra does not answer.
 */
public final class Members {
    /** A decision that another overtook is made again on what is there then. */
    private static final int MAX_ATTEMPTS = 10;

    private static final String ALL = "SELECT version, member, subject, role, project_roles, project_since, invitation,"
            + " added_at, removed_at FROM members WHERE tenant = ?";
    private static final CqlStatement ROSTER = CqlStatement.serialRead(ALL);
    private static final CqlStatement KNOWN = CqlStatement.read(ALL);
    private static final CqlStatement PERSON =
            CqlStatement.read("SELECT person FROM members WHERE tenant = ? AND member = ?");
    private static final CqlStatement PERSONS =
            CqlStatement.read("SELECT member, person, removed_at FROM members WHERE tenant = ?");
    private static final CqlStatement MOVE =
            CqlStatement.decision("UPDATE members SET version = ? WHERE tenant = ? IF version = ?");
    private static final CqlStatement ADD = CqlStatement.decision(
            "INSERT INTO members (tenant, member, subject, person, role, project_roles, project_since, invitation, added_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement CHANGE =
            CqlStatement.decision("UPDATE members SET role = ? WHERE tenant = ? AND member = ?");
    private static final CqlStatement PLACE = CqlStatement.decision(
            "UPDATE members SET project_roles = ?, project_since = ? WHERE tenant = ? AND member = ?");
    private static final CqlStatement REMOVE =
            CqlStatement.decision("UPDATE members SET removed_at = ?, person = null WHERE tenant = ? AND member = ?");

    private final Keyspaces keyspaces;
    private final ChangeLog changes;
    private final PersonSeal seal;
    private final Ulids ulids;
    private final Clock clock;

    public Members(Keyspaces keyspaces, ChangeLog changes, PersonSeal seal, Ulids ulids, Clock clock) {
        this.keyspaces = keyspaces;
        this.changes = changes;
        this.seal = seal;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Makes a person a member. One who is already stays what they are.
     *
     * @throws TenantProblemException when there are too many members
     */
    public Member add(TenantId tenant, String subject, Person person, MemberRole role) {
        return add(tenant, subject, person, role, Map.of(), null);
    }

    /**
     * Makes a member of the person who accepted an invitation. One who is already stays what they are.
     *
     * @throws TenantProblemException when there are too many members, or they came in by this invitation before and are gone
     */
    public Member add(Invitation invitation, String subject, Person person) {
        return add(invitation.tenant(), subject, person, invitation.role(), invitation.projects(), invitation.id());
    }

    private Member add(
            TenantId tenant,
            String subject,
            Person person,
            MemberRole role,
            Map<ProjectId, ProjectRole> projects,
            @Nullable InvitationId invitation) {
        MemberId id = new MemberId(ulids.next());
        Instant now = now();
        Map<ProjectId, ProjectPlace> places = new HashMap<>();
        projects.forEach((project, as) -> places.put(project, new ProjectPlace(as, now)));
        Member wanted = new Member(id, tenant, subject, role, places, now);
        ByteBuffer sealed = seal.seal(tenant, id, person);
        Member member = decided(tenant, roster -> {
            Optional<Member> present = roster.adding(wanted, invitation);
            return present.map(Decision::unchanged)
                    .orElseGet(() -> new Decision(
                            wanted,
                            new BoundWrite(
                                    ADD,
                                    Arrays.asList(
                                            tenant.text(),
                                            id.text(),
                                            subject,
                                            sealed.duplicate(),
                                            role.name(),
                                            roles(wanted),
                                            since(wanted),
                                            invitation == null ? null : invitation.text(),
                                            wanted.addedAt()))));
        });
        announce(tenant);
        return member;
    }

    /**
     * Puts a member into a project, or makes them something else in it; may be repeated.
     *
     * @throws TenantProblemException not found, too many projects
     */
    public Member place(TenantId tenant, MemberId id, ProjectId project, ProjectRole role) {
        ProjectPlace place = new ProjectPlace(role, now());
        return placed(tenant, id, roster -> roster.placing(id, project, place));
    }

    /**
     * Takes a member out of a project; they stay a member of the tenant.
     *
     * @throws TenantProblemException not found: no such member, or not in the project
     */
    public Member displace(TenantId tenant, MemberId id, ProjectId project) {
        return placed(tenant, id, roster -> roster.displacing(id, project));
    }

    private Member placed(TenantId tenant, MemberId id, Function<Roster, Member> change) {
        Member placed = decided(tenant, roster -> {
            Member member = change.apply(roster);
            return roster.find(id).filter(member::equals).isPresent()
                    ? Decision.unchanged(member)
                    : new Decision(
                            member,
                            new BoundWrite(PLACE, List.of(roles(member), since(member), tenant.text(), id.text())));
        });
        announce(tenant);
        return placed;
    }

    /**
     * Gives a member another role.
     *
     * @param byOwner whether an owner, or the operator, asks
     * @throws TenantProblemException not found, owners only, last owner
     */
    public Member change(TenantId tenant, MemberId id, MemberRole role, boolean byOwner) {
        Member changed = decided(tenant, roster -> {
            Member member = roster.changing(id, role, byOwner);
            return roster.find(id).filter(member::equals).isPresent()
                    ? Decision.unchanged(member)
                    : new Decision(member, new BoundWrite(CHANGE, List.of(role.name(), tenant.text(), id.text())));
        });
        announce(tenant);
        return changed;
    }

    /**
     * Ends a membership; what the member made stays. Who it was is forgotten here, and the identity provider is to be told by
     * the caller.
     *
     * @param byOwner whether an owner, or the operator, asks
     * @throws TenantProblemException not found, owners only, last owner
     */
    public Member remove(TenantId tenant, MemberId id, boolean byOwner) {
        Instant now = now();
        Member removed = decided(
                tenant,
                roster -> new Decision(
                        roster.removing(id, byOwner), new BoundWrite(REMOVE, List.of(now, tenant.text(), id.text()))));
        announce(tenant);
        return removed;
    }

    /**
     * Takes back a membership of a tenant that never came to be; nothing happens when there is none. No owner has to stay where
     * nothing does.
     */
    public void withdraw(TenantId tenant, String subject) {
        Instant now = now();
        read(ROSTER, tenant).members().stream()
                .filter(member -> member.subject().equals(subject))
                .findFirst()
                .ifPresent(member -> decided(
                        tenant,
                        _ -> new Decision(
                                member,
                                new BoundWrite(
                                        REMOVE,
                                        List.of(now, tenant.text(), member.id().text())))));
        announce(tenant);
    }

    /** The member of this id. */
    public Optional<Member> find(TenantId tenant, MemberId id) {
        return read(KNOWN, tenant).find(id);
    }

    /** Who a member is; empty when they are gone. */
    public Optional<Person> person(TenantId tenant, MemberId id) {
        return keyspaces
                .of(tenant)
                .row(PERSON, tenant.text(), id.text())
                .map(row -> row.getByteBuffer("person"))
                .flatMap(stored -> seal.open(tenant, id, stored));
    }

    /** The ids of the members whose addresses these are, in whichever case; of those that are gone no address is kept. */
    public Set<String> withAddresses(TenantId tenant, Set<String> addresses) {
        Set<String> wanted = addresses.stream()
                .map(address -> address.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Set<String> found = new HashSet<>();
        for (Row row : keyspaces.of(tenant).rows(PERSONS, tenant.text())) {
            ByteBuffer stored = row.getByteBuffer("person");
            if (stored != null && row.isNull("removed_at")) {
                MemberId id = MemberId.parse(Objects.requireNonNull(row.getString("member")));
                seal.open(tenant, id, stored)
                        .filter(person -> wanted.contains(person.email().value().toLowerCase(Locale.ROOT)))
                        .ifPresent(person -> found.add(id.text()));
            }
        }
        return found;
    }

    /** The member whose address this is, in whichever case. */
    public Optional<Member> withAddress(TenantId tenant, String address) {
        return withAddresses(tenant, Set.of(address)).stream()
                .map(MemberId::parse)
                .findFirst()
                .flatMap(id -> find(tenant, id));
    }

    /**
     * Members in the order they came.
     *
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws TenantProblemException when the limit is another
     */
    public Page<Member> list(TenantId tenant, @Nullable MemberId after, int limit) {
        return page(tenant, after, limit, _ -> true);
    }

    /**
     * Those that were put into a project, in the order they came into the tenant.
     *
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws TenantProblemException when the limit is another
     */
    public Page<Member> list(TenantId tenant, ProjectId project, @Nullable MemberId after, int limit) {
        return page(tenant, after, limit, member -> member.projects().containsKey(project));
    }

    /** All members, for the directory. */
    Roster roster(TenantId tenant) {
        return read(KNOWN, tenant);
    }

    private Page<Member> page(TenantId tenant, @Nullable MemberId after, int limit, Predicate<Member> wanted) {
        List<Member> following = read(KNOWN, tenant).members().stream()
                .filter(wanted)
                .filter(member -> after == null || member.id().text().compareTo(after.text()) > 0)
                .limit(Page.toRead(limit))
                .toList();
        return Page.of(following, limit);
    }

    /**
     * What shall be written, and what is then the case.
     *
     * @param write null when it is the case already
     */
    private record Decision(Member member, @Nullable BoundWrite write) {
        static Decision unchanged(Member member) {
            return new Decision(member, null);
        }
    }

    private Member decided(TenantId tenant, Function<Roster, Decision> decide) {
        Decision unanswered = null;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Roster roster = read(ROSTER, tenant);
            if (unanswered != null && stands(roster, unanswered)) {
                return unanswered.member();
            }
            Decision decision = decide.apply(roster);
            BoundWrite write = decision.write();
            if (write == null) {
                return decision.member();
            }
            BoundWrite move =
                    new BoundWrite(MOVE, Arrays.asList(roster.nextVersion(), tenant.text(), roster.version()));
            switch (keyspaces.of(tenant).decideTogether(List.of(move, write))) {
                case DecisionOutcome.Applied() -> {
                    return decision.member();
                }
                case DecisionOutcome.Refused _ -> {
                    // Another change came first: decided again on what it left.
                }
                case DecisionOutcome.Unknown _ -> unanswered = decision;
            }
        }
        throw new StoreUnavailableException(
                "the members of " + tenant + " were changed by others all the time",
                new IllegalStateException("contended"));
    }

    /** Whether a decision whose answer was lost was made. */
    private static boolean stands(Roster roster, Decision decision) {
        Optional<Member> found = roster.find(decision.member().id());
        boolean removal = Objects.requireNonNull(decision.write()).statement().equals(REMOVE);
        return removal
                ? found.isEmpty()
                : found.filter(decision.member()::equals).isPresent();
    }

    private Roster read(CqlStatement statement, TenantId tenant) {
        Long version = null;
        List<Member> members = new ArrayList<>();
        Set<InvitationId> left = new HashSet<>();
        for (Row row : keyspaces.of(tenant).rows(statement, tenant.text())) {
            version = row.isNull("version") ? null : Long.valueOf(row.getLong("version"));
            if (row.isNull("member")) {
                continue;
            }
            if (row.isNull("removed_at")) {
                members.add(member(tenant, row));
            } else if (!row.isNull("invitation")) {
                left.add(InvitationId.parse(Objects.requireNonNull(row.getString("invitation"))));
            }
        }
        return new Roster(tenant, version, members, left);
    }

    private static Member member(TenantId tenant, Row row) {
        return new Member(
                MemberId.parse(Objects.requireNonNull(row.getString("member"))),
                tenant,
                Objects.requireNonNull(row.getString("subject")),
                MemberRole.valueOf(Objects.requireNonNull(row.getString("role"))),
                places(row),
                Objects.requireNonNull(row.getInstant("added_at")));
    }

    private static Map<ProjectId, ProjectPlace> places(Row row) {
        Map<String, String> roles =
                Objects.requireNonNullElse(row.getMap("project_roles", String.class, String.class), Map.of());
        Map<String, Instant> since =
                Objects.requireNonNullElse(row.getMap("project_since", String.class, Instant.class), Map.of());
        Map<ProjectId, ProjectPlace> places = new HashMap<>();
        roles.forEach((project, role) -> places.put(
                ProjectId.parse(project),
                new ProjectPlace(ProjectRole.valueOf(role), Objects.requireNonNull(since.get(project)))));
        return places;
    }

    private static Map<String, String> roles(Member member) {
        Map<String, String> roles = new HashMap<>();
        member.projects()
                .forEach((project, place) ->
                        roles.put(project.text(), place.role().name()));
        return roles;
    }

    private static Map<String, Instant> since(Member member) {
        Map<String, Instant> since = new HashMap<>();
        member.projects().forEach((project, place) -> since.put(project.text(), place.since()));
        return since;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void announce(TenantId tenant) {
        changes.publish(new Change(ChangeKind.MEMBERS, tenant.text()));
    }
}
