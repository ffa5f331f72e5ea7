package cloud.hanok.api.retention;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.retention.DataRetentionView.Days;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.tenant.organization.DataRetention;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For how long the caller's organization keeps what it is asked to keep. */
@Controller("/v1/organization/data_retention")
public final class DataRetentionController {
    private static final String TYPE = "retention_type";
    private static final String RESPONSES = "responses_days";
    private static final String CONVERSATIONS = "conversations_days";
    private static final String FILES = "files_days";

    private final Tenants tenants;
    private final TenantRetentions retentions;
    private final Audit audit;

    DataRetentionController(Tenants tenants, TenantRetentions retentions, Audit audit) {
        this.tenants = tenants;
        this.retentions = retentions;
        this.audit = audit;
    }

    /** As it is now. */
    @Secured(Permissions.DATA_RETENTION_READ)
    @Get
    public DataRetentionView find(Authentication caller) {
        return view(tenants.get(Actor.tenantOf(caller)));
    }

    /** Changes what is given: a type as OpenAI's clients say it, or days. */
    @Secured(Permissions.DATA_RETENTION_WRITE)
    @Post
    public DataRetentionView change(Authentication caller, @Body byte @Nullable [] body) {
        Tenant tenant = tenants.get(Actor.tenantOf(caller));
        DataRetention wanted = wanted(tenant.retention(), JsonObject.of(body));
        return audit.changed(
                AuditType.DATA_RETENTION_UPDATED,
                Whose.of(tenant.id()),
                view(tenant),
                () -> view(tenants.setRetention(tenant, wanted)));
    }

    private static DataRetention wanted(DataRetention before, JsonObject fields) {
        DataRetention base = fields.optionalChoice(
                        TYPE,
                        text -> ofType(text, before),
                        "'" + DataRetentionView.ZERO + "', '" + DataRetentionView.NONE + "'")
                .orElse(before);
        var wanted = new DataRetention(
                days(fields, RESPONSES, base.responses()),
                days(fields, CONVERSATIONS, base.conversations()),
                days(fields, FILES, base.files()));
        boolean says = fields.has(TYPE) || fields.has(RESPONSES) || fields.has(CONVERSATIONS) || fields.has(FILES);
        fields.end();
        if (!says) {
            throw new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, TYPE));
        }
        return wanted;
    }

    /** OpenAI's other types are of what is looked at for abuse: nothing is. */
    private static Optional<DataRetention> ofType(String text, DataRetention before) {
        return switch (text) {
            case DataRetentionView.ZERO -> Optional.of(new DataRetention(0, 0, before.files()));
            case DataRetentionView.NONE -> Optional.of(new DataRetention(null, null, before.files()));
            default -> Optional.empty();
        };
    }

    /** What is not given stays; null takes it back to what is usual. */
    private static @Nullable Integer days(JsonObject fields, String name, @Nullable Integer before) {
        return fields.has(name)
                ? fields.optionalInteger(name, 0, DataRetention.MOST_DAYS)
                        .map(Long::intValue)
                        .orElse(null)
                : before;
    }

    private DataRetentionView view(Tenant tenant) {
        return DataRetentionView.of(days(tenant, tenant.retention()), days(tenant, DataRetention.USUAL));
    }

    private Days days(Tenant tenant, DataRetention said) {
        return Days.of(
                retentions.responses(said),
                retentions.conversations(said),
                retentions.files(said, tenant.isolation() == Isolation.DEDICATED));
    }
}
