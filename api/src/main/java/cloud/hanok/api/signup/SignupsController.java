package cloud.hanok.api.signup;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.provisioning.SignupProvisioning;
import cloud.hanok.api.provisioning.SignupProvisioning.Form;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.ClientAddresses;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.member.Person;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import org.jspecify.annotations.Nullable;

/** Where a company becomes a tenant by itself: the person is signed in, and acts for no organization. */
@Controller("/platform/v1/signups")
public final class SignupsController {
    /** Of documents; more than there are is a mistake. */
    private static final int MOST_CONSENTS = 10;

    private static final int NUMBER_CHARS = 20;
    private static final int CODE_CHARS = 100;

    private final SignupProvisioning provisioning;
    private final SignupLimits limits;
    private final ClientAddresses addresses;
    private final Audit audit;

    public SignupsController(
            SignupProvisioning provisioning, SignupLimits limits, ClientAddresses addresses, Audit audit) {
        this.provisioning = provisioning;
        this.limits = limits;
        this.addresses = addresses;
        this.audit = audit;
    }

    /** Makes the tenant, its owner, its first project and its first key, or nothing. */
    @Secured(Permissions.SIGNUPS_CREATE)
    @Post
    public HttpResponse<SignupView> create(
            Authentication caller,
            HttpRequest<?> request,
            @Body byte @Nullable [] body,
            @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        // In a dedicated tenant's own realm there is one organization, which is there already.
        Actor.SignedIn person = Actor.signedIn(caller).orElse(null);
        if (person == null || person.dedicatedTo() != null) {
            throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
        }
        IpAddress source = addresses.of(request);
        limits.attempt(person.subject(), source);
        JsonObject fields = JsonObject.of(body);
        Form form = new Form(
                fields.text("companyName"),
                fields.text("businessNumber", NUMBER_CHARS),
                fields.textsByName("consents", MOST_CONSENTS),
                fields.optionalText("code", CODE_CHARS));
        fields.end();
        SignupProvisioning.Applicant applicant = new SignupProvisioning.Applicant(
                person.subject(), new Person(person.email(), person.name()), person.emailVerified(), source.text());
        return HttpResponse.created(audit.made(
                AuditType.TENANT_SIGNED_UP,
                Whose.PLATFORM,
                () -> SignupView.of(provisioning.signUp(applicant, form, idempotencyKey), form.consents())));
    }
}
