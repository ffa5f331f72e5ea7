package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.Ulids;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Where connections find the gateway. Closed until all it needs is there, and again while the process shuts down:
 * meanwhile requests are told so, and the rest of the server answers as ever.
 */
@Singleton
public final class GatewayDoor {
    private final Ulids ids;
    private volatile @Nullable Gateway open;
    private volatile boolean shuttingDown;

    public GatewayDoor(Ulids ids) {
        this.ids = ids;
    }

    /** From now on requests are taken. */
    void open(Gateway gateway) {
        if (!shuttingDown) {
            open = gateway;
        }
    }

    /** From now on new requests are told to come back; those under way go on. */
    void close() {
        open = null;
    }

    /** The same, for good. */
    void shutDown() {
        shuttingDown = true;
        open = null;
    }

    /** Whether connections end with their next answer. */
    boolean isShuttingDown() {
        return shuttingDown;
    }

    /** What those are told whose requests are not taken. */
    ApiError refusal() {
        return ApiError.of(shuttingDown ? ErrorCode.SHUTTING_DOWN : ErrorCode.NOT_READY);
    }

    /** Whether requests are taken. */
    public boolean isOpen() {
        return open != null;
    }

    @Nullable
    Gateway gateway() {
        return open;
    }

    RequestId nextId() {
        return new RequestId(ids.next());
    }
}
