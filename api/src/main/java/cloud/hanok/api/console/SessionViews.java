package cloud.hanok.api.console;

import cloud.hanok.api.config.ConsoleConfiguration;
import cloud.hanok.api.console.SessionView.ChoiceView;
import cloud.hanok.api.console.SessionView.MemberView;
import cloud.hanok.api.console.SessionView.OrganizationView;
import cloud.hanok.api.console.SessionView.ProjectView;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.api.security.SignedInPeople;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.N2sf;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.request.Page;
import cloud.hanok.tenant.session.ConsoleSession;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the console's pages are told of a session. Who the person is and what they may is looked up afresh, as for each request. Blocks. */
@Singleton
final class SessionViews {
    private static final OrganizationView NONE =
            new OrganizationView(ConsoleSession.NO_ORGANIZATION, "", "", kind(Isolation.SHARED), false);

    private final SignedInPeople signedIn;
    private final ConsolePeople people;
    private final Members members;
    private final Projects projects;
    private final Duration idle;

    SessionViews(
            SignedInPeople signedIn,
            ConsolePeople people,
            Members members,
            Projects projects,
            ConsoleConfiguration configuration) {
        this.signedIn = signedIn;
        this.people = people;
        this.members = members;
        this.projects = projects;
        this.idle = configuration.idleTimeout();
    }

    /**
     * The view.
     *
     * @throws ApiException when the person is no member any more, or may not come in from there
     */
    SessionView of(ConsoleSession session, IpAddress address) {
        return switch (signedIn.actor(session.tokens().access().reveal(), address)) {
            case Actor.Person person -> ofMember(session, person);
            case Actor.SignedIn person -> ofNoOrganization(session, person, List.of(), false);
            case Actor.Operator operator -> ofOperator(session, operator, operator.person());
            case Actor.TenantAdmin _, Actor.ProjectKey _ ->
                throw new ApiException(ApiError.of(ErrorCode.INVALID_TOKEN));
        };
    }

    private SessionView ofMember(ConsoleSession session, Actor.Person person) {
        Member member = person.member();
        Tenant tenant = people.tenant(member.tenant());
        return new SessionView(
                members.person(tenant.id(), member.id())
                        .map(who -> new MemberView(
                                member.id().text(), who.name(), who.email().value()))
                        .orElseGet(() -> new MemberView(member.id().text(), "", "")),
                new OrganizationView(
                        session.organization(),
                        tenant.id().text(),
                        tenant.name(),
                        kind(tenant.isolation()),
                        tenant.policy().n2sf() != N2sf.OPEN),
                choices(session, tenant),
                List.of(member.role().text()),
                people.isOperator(session.subject(), tenant.id()),
                projectsOf(person),
                session.csrf().reveal(),
                expiresAt(session));
    }

    private SessionView ofOperator(ConsoleSession session, Actor.Operator operator, Actor.@Nullable SignedIn person) {
        if (person == null) {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_TOKEN));
        }
        return ofNoOrganization(session, person, List.of(operator.role().name().toLowerCase(Locale.ROOT)), true);
    }

    private SessionView ofNoOrganization(
            ConsoleSession session, Actor.SignedIn person, List<String> roles, boolean operator) {
        return new SessionView(
                new MemberView(person.subject(), person.name(), person.email().value()),
                NONE,
                person.dedicatedTo() == null ? choices(session, null) : List.of(),
                roles,
                operator,
                List.of(),
                session.csrf().reveal(),
                expiresAt(session));
    }

    /** Whoever is in a realm of its own has nothing to choose. */
    private List<ChoiceView> choices(ConsoleSession session, @Nullable Tenant own) {
        if (own != null && own.dedicated() != null) {
            return List.of(choice(own));
        }
        List<Tenant> all = people.choices(session.subject());
        return (own != null && all.stream().noneMatch(tenant -> tenant.id().equals(own.id())) ? List.of(own) : all)
                .stream().map(SessionViews::choice).toList();
    }

    private List<ProjectView> projectsOf(Actor.Person person) {
        Page<Project> seen = person.projectsWhere(Permissions.PROJECTS_READ)
                .map(some -> projects.list(person.tenant(), some, null, Page.MAX_LIMIT, false))
                .orElseGet(() -> projects.list(person.tenant(), null, Page.MAX_LIMIT, false));
        return seen.items().stream()
                .map(project -> new ProjectView(project.id().text(), project.name()))
                .toList();
    }

    private String expiresAt(ConsoleSession session) {
        return session.endsAt(idle).toString();
    }

    private static ChoiceView choice(Tenant tenant) {
        return new ChoiceView(tenant.id().text(), tenant.name());
    }

    private static String kind(Isolation isolation) {
        return isolation.name().toLowerCase(Locale.ROOT);
    }
}
