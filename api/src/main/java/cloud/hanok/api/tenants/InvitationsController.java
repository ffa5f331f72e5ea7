package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.provisioning.Memberships;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.Person;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where an invited person comes in: signed in, but nobody's member yet. */
@Controller("/platform/v1/invitations")
public final class InvitationsController {
    private final Invitations invitations;
    private final Memberships memberships;
    private final Tenants tenants;
    private final Audit audit;

    public InvitationsController(Invitations invitations, Memberships memberships, Tenants tenants, Audit audit) {
        this.invitations = invitations;
        this.tenants = tenants;
        this.memberships = memberships;
        this.audit = audit;
    }

    /** Makes the caller a member of the tenant that the invitation is for; may be repeated. */
    @Secured(Permissions.INVITATIONS_ACCEPT)
    @Post("/accept")
    public MembershipView accept(Authentication caller, @Body byte @Nullable [] body) {
        Actor.SignedIn person = Actor.signedIn(caller).orElse(null);
        if (person == null) {
            throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
        }
        String token = JsonObject.onlyText(body, "token");
        TenantId tenant = invitations.find(token).tenant();
        if (!Objects.equals(tenants.get(tenant).dedicated(), person.dedicatedTo())) {
            throw new ApiException(ApiError.bilingual(
                    ErrorCode.FORBIDDEN,
                    "token",
                    "The invited organization has another sign-in than the one you came through. Sign in there, with the invited address,"
                            + " and accept again.",
                    "초대한 조직의 로그인 경로가 지금 로그인한 경로와 다릅니다. 그 조직의 로그인 페이지에서 초대받은 이메일로 로그인한 뒤 다시 수락해 주세요."));
        }
        return audit.made(
                AuditType.INVITE_ACCEPTED,
                Whose.of(tenant),
                () -> MembershipView.of(memberships.accept(
                        token, person.subject(), new Person(person.email(), person.name()), person.emailVerified())));
    }

    /**
     * What somebody is in a tenant from now on.
     *
     * @param object always {@code membership}
     * @param id of the member
     * @param tenant whose, and for whom tokens are to be asked: {@code scope=organization:<tenant>}
     */
    public record MembershipView(String object, String id, String tenant, String role) implements Audited {
        static MembershipView of(Member member) {
            return new MembershipView(
                    "membership",
                    member.id().text(),
                    member.tenant().text(),
                    member.role().text());
        }
    }
}
