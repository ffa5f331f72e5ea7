package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Invitation;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.member.ProjectRole;
import cloud.hanok.tenant.project.Projects;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Invitations into the caller's own tenant, in the shape of OpenAI's admin API. */
@Controller("/v1/organization/invites")
public final class InvitesController {
    private final Invitations invitations;
    private final Projects projects;
    private final InvitationMail mail;
    private final Audit audit;
    private final Clock clock;

    public InvitesController(
            Invitations invitations, Projects projects, InvitationMail mail, Audit audit, Clock clock) {
        this.invitations = invitations;
        this.projects = projects;
        this.mail = mail;
        this.audit = audit;
        this.clock = clock;
    }

    /** Invites somebody, by mail; where mail is not configured the token is in this answer, and nowhere else. */
    @Secured(Permissions.MEMBERS_WRITE)
    @Post
    public InviteView create(Authentication caller, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        Actor actor = Actor.of(caller);
        JsonObject fields = JsonObject.of(body);
        EmailAddress email = EmailAddress.of("email", fields.text("email"));
        MemberRole role = Roles.read(fields);
        Map<ProjectId, ProjectRole> into = projects(tenant, fields);
        fields.end();
        return audit.made(AuditType.INVITE_SENT, Whose.of(tenant), () -> {
            String by = actor.audited().id();
            return mail.send(invitations.create(tenant, email, role, into, by, actor.namesOwners()));
        });
    }

    /** Where the invited will be: projects of the tenant that are in use. */
    private Map<ProjectId, ProjectRole> projects(TenantId tenant, JsonObject fields) {
        Map<ProjectId, ProjectRole> into = new LinkedHashMap<>();
        for (JsonObject each : fields.objects("projects", Member.MAX_PROJECTS)) {
            ProjectId id = each.id("id", ProjectId::parse);
            into.put(id, Roles.readOfProject(each));
            each.end();
            projects.find(tenant, id)
                    .orElseThrow(() -> Thing.PROJECT.missing(id))
                    .inUse();
        }
        return into;
    }

    /** Those there are, decided ones among them. */
    @Secured(Permissions.MEMBERS_READ)
    @Get
    public Listing<InviteView> list(
            Authentication caller, @QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        return Listing.of(
                invitations.list(Actor.tenantOf(caller), query.afterId(InvitationId::parse), query.limit()),
                Invitation::id,
                this::view);
    }

    /** One. */
    @Secured(Permissions.MEMBERS_READ)
    @Get("/{id}")
    public InviteView find(Authentication caller, String id) {
        return view(invitation(caller, id));
    }

    /** Withdraws one that was not accepted. */
    @Secured(Permissions.MEMBERS_WRITE)
    @Delete("/{id}")
    public Deleted revoke(Authentication caller, String id) {
        Invitation invitation = invitation(caller, id);
        String by = Actor.of(caller).audited().id();
        audit.removed(
                AuditType.INVITE_DELETED,
                Whose.of(invitation.tenant()),
                view(invitation),
                () -> invitations.revoke(invitation.tenant(), invitation.id(), by));
        return new Deleted("organization.invite.deleted", invitation.id().text(), true);
    }

    private Invitation invitation(Authentication caller, String id) {
        TenantId tenant = Actor.tenantOf(caller);
        return PathIds.find(id, InvitationId::parse, Thing.INVITATION, each -> invitations.find(tenant, each));
    }

    private InviteView view(Invitation invitation) {
        return InviteView.of(invitation, clock.instant());
    }
}
