package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.TenantId;

/** Another process took over the log meanwhile; nothing that was done under the lost lease is part of the log. */
final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(TenantId tenant, long epoch) {
        super("the lease " + epoch + " on the log of " + tenant + " was lost");
    }
}
