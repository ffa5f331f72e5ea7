package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.organization.InvitationMail;
import cloud.hanok.api.organization.InviteView;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a tenant gets its first owner: the operator invites them. */
@Controller("/platform/v1/tenants/{id}/invites")
public final class TenantInvitesController {
    private final Tenants tenants;
    private final Invitations invitations;
    private final InvitationMail mail;
    private final Audit audit;

    public TenantInvitesController(Tenants tenants, Invitations invitations, InvitationMail mail, Audit audit) {
        this.tenants = tenants;
        this.invitations = invitations;
        this.mail = mail;
        this.audit = audit;
    }

    /** Invites somebody, by mail; where mail is not configured the token is in this answer, and nowhere else. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post
    public HttpResponse<InviteView> create(Authentication caller, String id, @Body byte @Nullable [] body) {
        Tenant tenant = PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find);
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
}
