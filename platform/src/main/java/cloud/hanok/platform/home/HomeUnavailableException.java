package cloud.hanok.platform.home;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;

/** A dedicated tenant's keyspace or namespace cannot be reached. What others have is not touched by that. */
public final class HomeUnavailableException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    HomeUnavailableException(TenantId tenant, String what, Throwable cause) {
        super(what + " of " + tenant + " cannot be reached: " + cause.getMessage(), cause);
    }
}
