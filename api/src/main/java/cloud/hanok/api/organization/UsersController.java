package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.provisioning.Memberships;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.member.Person;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of the caller's own tenant, in the shape of OpenAI's admin API. */
@Controller("/v1/organization/users")
public final class UsersController {
    private final Members members;
    private final Memberships memberships;
    private final Audit audit;

    public UsersController(Members members, Memberships memberships, Audit audit) {
        this.members = members;
        this.memberships = memberships;
        this.audit = audit;
    }

    /** All of them, in the order they came. */
    @Secured(Permissions.MEMBERS_READ)
    @Get
    public Listing<UserView> list(
            Authentication caller, @QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        return Listing.of(
                members.list(Actor.tenantOf(caller), query.afterId(MemberId::parse), query.limit()),
                Member::id,
                this::view);
    }

    /** One. */
    @Secured(Permissions.MEMBERS_READ)
    @Get("/{id}")
    public UserView find(Authentication caller, String id) {
        return view(member(caller, id));
    }

    /** Gives one another role. */
    @Secured(Permissions.MEMBERS_WRITE)
    @Post("/{id}")
    public UserView update(Authentication caller, String id, @Body byte @Nullable [] body) {
        Member member = member(caller, id);
        JsonObject fields = JsonObject.of(body);
        MemberRole role = Roles.read(fields);
        fields.end();
        UserView before = view(member);
        boolean byOwner = Actor.of(caller).namesOwners();
        return audit.changed(
                AuditType.USER_UPDATED,
                Whose.of(member.tenant()),
                before,
                () -> view(members.change(member.tenant(), member.id(), role, byOwner)));
    }

    /** Removes one. What they made stays; keys they issued are the projects'. */
    @Secured(Permissions.MEMBERS_WRITE)
    @Delete("/{id}")
    public Deleted remove(Authentication caller, String id) {
        Member member = member(caller, id);
        boolean byOwner = Actor.of(caller).namesOwners();
        audit.removed(
                AuditType.USER_DELETED,
                Whose.of(member.tenant()),
                view(member),
                () -> memberships.end(member, byOwner));
        return new Deleted("organization.user.deleted", member.id().text(), true);
    }

    private Member member(Authentication caller, String id) {
        TenantId tenant = Actor.tenantOf(caller);
        return PathIds.find(id, MemberId::parse, Thing.MEMBER, member -> members.find(tenant, member));
    }

    private UserView view(Member member) {
        return UserView.of(member, members.person(member.tenant(), member.id()));
    }

    /**
     * A member as OpenAI writes one.
     *
     * @param object always {@code organization.user}
     * @param email null when the member is gone by now
     * @param addedAt in Unix seconds
     */
    public record UserView(
            String object,
            String id,
            @Nullable String name,
            @Nullable String email,
            String role,
            @JsonProperty("added_at") long addedAt)
            implements Audited {
        static UserView of(Member member, Optional<Person> person) {
            return new UserView(
                    "organization.user",
                    member.id().text(),
                    person.map(Person::name).orElse(null),
                    person.map(each -> each.email().value()).orElse(null),
                    member.role().text(),
                    member.addedAt().getEpochSecond());
        }

        /** Says nothing of the person. */
        @Override
        public String toString() {
            return "UserView[" + id + "]";
        }
    }
}
