package cloud.hanok.api.tenants;

import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Roles;
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
@Secured(Roles.PLATFORM_OPERATOR)
public final class EncryptionKeysController {
    private final Tenants tenants;
    private final EncryptionKeys keys;

    public EncryptionKeysController(Tenants tenants, EncryptionKeys keys) {
        this.tenants = tenants;
        this.keys = keys;
    }

    /** All of them. */
    @Get
    public EncryptionKeyList list(String id) {
        return new EncryptionKeyList(
                "list",
                keys.list(tenant(id)).stream().map(EncryptionKeyView::of).toList());
    }

    /** One, with the progress of its re-wrap. */
    @Get("/{dataClass}")
    public EncryptionKeyView find(String id, String dataClass) {
        return EncryptionKeyView.of(keys.describe(tenant(id), dataClass(dataClass)));
    }

    /** Makes a new version; what is stored is re-wrapped in the background. */
    @Post("/{dataClass}/rotate")
    public HttpResponse<EncryptionKeyView> rotate(String id, String dataClass) {
        return HttpResponse.accepted().body(EncryptionKeyView.of(keys.rotate(tenant(id), dataClass(dataClass))));
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
