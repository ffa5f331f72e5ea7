package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.EncryptionKeys;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import java.util.List;

/** The keys that seal a tenant's data at rest, one a class of data. */
@Controller("/platform/v1/tenants/{id}/encryption_keys")
public final class EncryptionKeysController {
    private final Tenants tenants;
    private final EncryptionKeys keys;
    private final Audit audit;

    public EncryptionKeysController(Tenants tenants, EncryptionKeys keys, Audit audit) {
        this.tenants = tenants;
        this.keys = keys;
        this.audit = audit;
    }

    /** All of them. */
    @Secured(Permissions.KEY_MATERIAL_READ)
    @Get
    public EncryptionKeyList list(String id) {
        return new EncryptionKeyList(
                "list",
                keys.list(tenant(id)).stream().map(EncryptionKeyView::of).toList());
    }

    /** One, with the progress of its re-wrap. */
    @Secured(Permissions.KEY_MATERIAL_READ)
    @Get("/{dataClass}")
    public EncryptionKeyView find(String id, String dataClass) {
        return EncryptionKeyView.of(keys.describe(tenant(id), dataClass(dataClass)));
    }

    /** Makes a new version; what is stored is re-wrapped in the background. */
    @Secured(Permissions.KEY_MATERIAL_WRITE)
    @Post("/{dataClass}/rotate")
    public HttpResponse<EncryptionKeyView> rotate(String id, String dataClass) {
        TenantId tenant = tenant(id);
        DataClass chosen = dataClass(dataClass);
        return HttpResponse.accepted()
                .body(audit.changed(
                        AuditType.ENCRYPTION_KEY_ROTATED,
                        Whose.of(tenant),
                        EncryptionKeyView.of(keys.describe(tenant, chosen)),
                        () -> EncryptionKeyView.of(keys.rotate(tenant, chosen))));
    }

    private TenantId tenant(String id) {
        Tenant tenant = PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find);
        return tenant.id();
    }

    private static DataClass dataClass(String label) {
        return DataClass.ofLabel(label).orElseThrow(() -> Thing.ENCRYPTION_KEY.unknown(label));
    }

    /** All keys of a tenant: as many as there are classes. */
    public record EncryptionKeyList(String object, List<EncryptionKeyView> data) {}
}
