package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.member.Person;
import cloud.hanok.tenant.member.ProjectPlace;
import cloud.hanok.tenant.member.ProjectRole;
import cloud.hanok.tenant.project.Project;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who was put into a project of the caller's own tenant, in the shape of OpenAI's admin API. */
@Controller("/v1/organization/projects/{project}/users")
public final class ProjectUsersController {
    private final OwnProjects projects;
    private final Members members;
    private final Audit audit;

    public ProjectUsersController(OwnProjects projects, Members members, Audit audit) {
        this.projects = projects;
        this.members = members;
        this.audit = audit;
    }

    /** All of them, in the order they came into the tenant; those whose role holds in every project are not among them. */
    @Secured(Permissions.MEMBERS_READ)
    @Get
    public Listing<ProjectUserView> list(
            Authentication caller,
            String project,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit) {
        Project found = projects.find(caller, project);
        PageQuery query = PageQuery.of(after, limit);
        return Listing.of(
                members.list(found.tenant(), found.id(), query.afterId(MemberId::parse), query.limit()),
                Member::id,
                member -> view(member, found.id()));
    }

    /** Puts a member of the tenant into the project; one who is in it becomes what is said. */
    @Secured(Permissions.MEMBERS_WRITE)
    @Post
    public ProjectUserView add(Authentication caller, String project, @Body byte @Nullable [] body) {
        Project found = projects.find(caller, project);
        JsonObject fields = JsonObject.of(body);
        Member member = named(found.tenant(), fields);
        ProjectRole role = Roles.readOfProject(fields);
        fields.end();
        found.inUse();
        return audit.made(
                AuditType.PROJECT_USER_ADDED,
                Whose.of(found.tenant(), found.id()),
                () -> view(members.place(found.tenant(), member.id(), found.id(), role), found.id()));
    }

    /** One. */
    @Secured(Permissions.MEMBERS_READ)
    @Get("/{user}")
    public ProjectUserView find(Authentication caller, String project, String user) {
        Project found = projects.find(caller, project);
        return view(member(found, user), found.id());
    }

    /** Makes one something else in the project. */
    @Secured(Permissions.MEMBERS_WRITE)
    @Post("/{user}")
    public ProjectUserView update(Authentication caller, String project, String user, @Body byte @Nullable [] body) {
        Project found = projects.find(caller, project);
        Member member = member(found, user);
        JsonObject fields = JsonObject.of(body);
        ProjectRole role = Roles.readOfProject(fields);
        fields.end();
        return audit.changed(
                AuditType.PROJECT_USER_UPDATED,
                Whose.of(found.tenant(), found.id()),
                view(member, found.id()),
                () -> view(members.place(found.tenant(), member.id(), found.id(), role), found.id()));
    }

    /** Takes one out of the project; they stay a member of the tenant, and keys they issued stay the project's. */
    @Secured(Permissions.MEMBERS_WRITE)
    @Delete("/{user}")
    public Deleted remove(Authentication caller, String project, String user) {
        Project found = projects.find(caller, project);
        Member member = member(found, user);
        audit.removed(
                AuditType.PROJECT_USER_DELETED,
                Whose.of(found.tenant(), found.id()),
                view(member, found.id()),
                () -> members.displace(found.tenant(), member.id(), found.id()));
        return new Deleted("organization.project.user.deleted", member.id().text(), true);
    }

    /** The member of the tenant that a body names, by id or by address. */
    private Member named(TenantId tenant, JsonObject fields) {
        if (fields.has("user_id") == fields.has("email")) {
            throw new ApiException(
                    ApiError.invalidValue("user_id", "give either user_id or email", "user_id와 email 중 하나만 지정해야 합니다"));
        }
        if (fields.has("user_id")) {
            MemberId id = fields.id("user_id", MemberId::parse);
            return members.find(tenant, id).orElseThrow(() -> Thing.MEMBER.missing(id));
        }
        String email = EmailAddress.of("email", fields.text("email")).value();
        return members.withAddress(tenant, email).orElseThrow(() -> Thing.MEMBER.unknown(email));
    }

    private Member member(Project project, String user) {
        return PathIds.find(
                user,
                MemberId::parse,
                Thing.MEMBER,
                id -> members.find(project.tenant(), id)
                        .filter(member -> member.projects().containsKey(project.id())));
    }

    private ProjectUserView view(Member member, ProjectId project) {
        return ProjectUserView.of(member, project, members.person(member.tenant(), member.id()));
    }

    /**
     * A member in a project as OpenAI writes one.
     *
     * @param object always {@code organization.project.user}
     * @param email null when the member is gone by now
     * @param role {@code owner} or {@code member}
     * @param addedAt when they were put into the project, in Unix seconds
     */
    public record ProjectUserView(
            String object,
            String id,
            @Nullable String name,
            @Nullable String email,
            String role,
            @JsonProperty("added_at") long addedAt)
            implements Audited {
        static ProjectUserView of(Member member, ProjectId project, Optional<Person> person) {
            ProjectPlace place = Objects.requireNonNull(member.projects().get(project));
            return new ProjectUserView(
                    "organization.project.user",
                    member.id().text(),
                    person.map(Person::name).orElse(null),
                    person.map(each -> each.email().value()).orElse(null),
                    place.role().text(),
                    place.since().getEpochSecond());
        }

        /** Says nothing of the person. */
        @Override
        public String toString() {
            return "ProjectUserView[" + id + "]";
        }
    }
}
