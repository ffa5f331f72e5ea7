package cloud.hanok.content.value;

import cloud.hanok.platform.id.TenantId;

/** A tenant says that nothing of a kind is kept for it. */
public final class NothingKeptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NothingKeptException(TenantId tenant, String kind) {
        super(tenant.text() + " keeps no " + kind);
    }
}
