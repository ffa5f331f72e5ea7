package cloud.hanok.api.signup;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.SignupCodeId;
import cloud.hanok.tenant.signup.SignupCode;
import cloud.hanok.tenant.signup.SignupCodes;
import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Codes by which companies may sign up where the policy asks for one. */
@Controller("/platform/v1/signup_codes")
public final class SignupCodesController {
    private static final int NOTE_CHARS = 200;
    private static final long ORDINARY_LIFE_DAYS = 14;

    private final SignupCodes codes;
    private final Audit audit;
    private final Clock clock;

    public SignupCodesController(SignupCodes codes, Audit audit, Clock clock) {
        this.codes = codes;
        this.audit = audit;
        this.clock = clock;
    }

    /** Issues one; its value is in this answer and nowhere else. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post
    public HttpResponse<CodeView> create(Authentication caller, @Body byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        String note = fields.optionalText("note", NOTE_CHARS).orElse("");
        Duration life = Duration.ofDays(fields.optionalInteger("expiresInDays", 1, SignupCodes.LONGEST_LIFE.toDays())
                .orElse(ORDINARY_LIFE_DAYS));
        fields.end();
        String by = Actor.of(caller).audited().id();
        return HttpResponse.created(audit.made(AuditType.SIGNUP_CODE_CREATED, Whose.PLATFORM, () -> {
            SignupCodes.Issued issued = codes.issue(by, note, life);
            return CodeView.of(issued.code(), clock.instant(), issued.value().reveal());
        }));
    }

    /** Those there are, used and withdrawn ones among them. */
    @Secured(Permissions.TENANTS_READ)
    @Get
    public Listing<CodeView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        return Listing.of(codes.list(query.afterId(SignupCodeId::parse), query.limit()), SignupCode::id, this::view);
    }

    /** Withdraws one that was not used. */
    @Secured(Permissions.TENANTS_WRITE)
    @Delete("/{id}")
    public CodeView revoke(Authentication caller, String id) {
        SignupCode code = PathIds.find(id, SignupCodeId::parse, Thing.SIGNUP_CODE, codes::find);
        String by = Actor.of(caller).audited().id();
        return audit.changed(
                AuditType.SIGNUP_CODE_DELETED, Whose.PLATFORM, view(code), () -> view(codes.revoke(code.id(), by)));
    }

    private CodeView view(SignupCode code) {
        return CodeView.of(code, clock.instant(), null);
    }

    /**
     * A code as it is sent.
     *
     * @param object always {@code signup_code}
     * @param status {@code pending}, {@code used}, {@code revoked} or {@code expired}
     * @param tenant what was made with it, or null
     * @param value what is handed to the company; only in the answer that issued it
     */
    public record CodeView(
            String object,
            String id,
            String note,
            String status,
            @Nullable String tenant,
            Instant createdAt,
            Instant expiresAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String value)
            implements Audited {
        static CodeView of(SignupCode code, Instant now, @Nullable String value) {
            return new CodeView(
                    "signup_code",
                    code.id().text(),
                    code.note(),
                    code.status(now),
                    code.state() == SignupCode.State.USED ? code.stateBy() : null,
                    code.createdAt(),
                    code.expiresAt(),
                    value);
        }

        @Override
        public CodeView withoutSecret() {
            return new CodeView(object, id, note, status, tenant, createdAt, expiresAt, null);
        }

        /** Says nothing of the value. */
        @Override
        public String toString() {
            return "CodeView[" + id + "]";
        }
    }
}
