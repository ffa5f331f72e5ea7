package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.organization.InvitationMail;
import cloud.hanok.api.organization.InviteView;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Invitation;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantChange;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a tenant gets its first owner: the operator invites them. */
@Controller("/platform/v1/tenants/{id}/invites")
public final class TenantInvitesController {
    private final Tenants tenants;
    private final Invitations invitations;
    private final InvitationMail mail;
    private final Audit audit;
    private final Clock clock;

    public TenantInvitesController(
            Tenants tenants, Invitations invitations, InvitationMail mail, Audit audit, Clock clock) {
        this.tenants = tenants;
        this.invitations = invitations;
        this.mail = mail;
        this.audit = audit;
        this.clock = clock;
    }

    /** Invites somebody, by mail; where mail is not configured the token is in this answer, and nowhere else. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post
    public HttpResponse<InviteView> create(Authentication caller, String id, @Body byte @Nullable [] body) {
        Tenant tenant = tenant(id);
        TenantChange.requireOpen(tenant.state());
        Actor actor = Actor.of(caller);
        JsonObject fields = JsonObject.of(body);
        EmailAddress email = EmailAddress.of("email", fields.text("email"));
        MemberRole role = fields.choice("role", MemberRole::ofText, MemberRole.TEXTS);
        fields.end();
        InviteView view = audit.made(
                AuditType.INVITE_SENT,
                Whose.of(tenant.id()),
                () -> mail.send(invitations.create(
                        tenant.id(), email, role, Map.of(), actor.audited().id(), actor.namesOwners())));
        return HttpResponse.created(view);
    }

    /** Those there are, decided ones among them, whoever sent them. */
    @Secured(Permissions.TENANTS_READ)
    @Get
    public Listing<InviteView> list(
            String id, @QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        return Listing.of(
                invitations.list(tenant(id).id(), query.afterId(InvitationId::parse), query.limit()),
                Invitation::id,
                this::view);
    }

    /** Withdraws one that was not accepted. */
    @Secured(Permissions.TENANTS_WRITE)
    @Delete("/{inviteId}")
    public HttpResponse<?> revoke(Authentication caller, String id, String inviteId) {
        TenantId tenant = tenant(id).id();
        Invitation invitation =
                PathIds.find(inviteId, InvitationId::parse, Thing.INVITATION, each -> invitations.find(tenant, each));
        String by = Actor.of(caller).audited().id();
        audit.removed(
                AuditType.INVITE_DELETED,
                Whose.of(tenant),
                view(invitation),
                () -> invitations.revoke(tenant, invitation.id(), by));
        return HttpResponse.noContent();
    }

    private Tenant tenant(String id) {
        return PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find);
    }

    private InviteView view(Invitation invitation) {
        return InviteView.of(invitation, clock.instant());
    }
}
