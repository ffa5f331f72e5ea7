package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.tenant.key.PepperRotation;
import cloud.hanok.tenant.key.PepperRotation.Pepper;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The peppers of all keys, without their values. */
@Controller("/platform/v1/key_peppers")
public final class KeyPeppersController {
    private final PepperRotation peppers;
    private final Audit audit;

    public KeyPeppersController(PepperRotation peppers, Audit audit) {
        this.peppers = peppers;
        this.audit = audit;
    }

    /** Those there are, with how many keys each would take along. */
    @Secured(Permissions.KEY_MATERIAL_READ)
    @Get
    public PepperList list() {
        return new PepperList(
                "list", peppers.list().stream().map(PepperView::of).toList());
    }

    /** Makes a new one the current one. */
    @Secured(Permissions.KEY_MATERIAL_WRITE)
    @Post
    public HttpResponse<PepperView> rotate(@Body byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        Duration notice = fields.optionalInteger("noticeSeconds", 0, PepperRotation.MAX_NOTICE.toSeconds())
                .map(Duration::ofSeconds)
                .orElse(PepperRotation.DEFAULT_NOTICE);
        fields.end();
        return HttpResponse.created(
                audit.made(AuditType.KEY_PEPPER_ROTATED, Whose.PLATFORM, () -> PepperView.of(peppers.rotate(notice))));
    }

    /** Destroys one that is retired. */
    @Secured(Permissions.KEY_MATERIAL_WRITE)
    @Delete("/{version}")
    public HttpResponse<?> destroy(String version) {
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw new ApiException(Thing.PEPPER.absent(version));
        }
        int number = Integer.parseInt(version);
        PepperView pepper = peppers.list().stream()
                .filter(each -> each.version() == number)
                .map(PepperView::of)
                .findFirst()
                .orElseThrow(() -> new ApiException(Thing.PEPPER.absent(version)));
        audit.removed(AuditType.KEY_PEPPER_DESTROYED, Whose.PLATFORM, pepper, () -> peppers.destroy(number));
        return HttpResponse.noContent();
    }

    /**
     * All peppers.
     *
     * @param object always {@code list}
     */
    public record PepperList(String object, List<PepperView> data) {}

    /**
     * A pepper as it is sent.
     *
     * @param object always {@code key_pepper}
     * @param current whether new keys are made with it
     * @param retiresAt from when on keys that were not used since the next one are refused, or null
     * @param keysLeft how many these would be today; null for the current one
     */
    public record PepperView(
            String object,
            int version,
            boolean current,
            @Nullable Instant retiresAt,
            @Nullable Long keysLeft) implements Audited {
        static PepperView of(Pepper pepper) {
            return new PepperView(
                    "key_pepper", pepper.version(), pepper.current(), pepper.retiresAt(), pepper.keysLeft());
        }

        @Override
        public String id() {
            return "pepper-" + version;
        }
    }
}
