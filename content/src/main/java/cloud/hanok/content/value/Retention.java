package cloud.hanok.content.value;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.time.Duration;
import java.time.Instant;

/**
 * For how long what a tenant keeps of one kind is kept, from when it was made. Blocks where the tenant is not known yet.
 *
 * <p>A tenant that shortens it finds no more from then on what is older; what is kept at that moment stays in the store until the end
 * that was written with it, sealed.
 */
@FunctionalInterface
public interface Retention {
    /**
     * What holds for a tenant now.
     *
     * @return zero where nothing is kept
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it is not known
     */
    Duration of(TenantId tenant);

    /** The same for every tenant, and always. */
    static Retention always(Duration life) {
        return tenant -> life;
    }

    /** Whether anything is kept. */
    default boolean keeps(TenantId tenant) {
        return !of(tenant).isZero();
    }

    /** Whether what was made with this id is over at a moment. */
    default boolean isOver(TenantId tenant, Ulid made, Instant now) {
        return !Instant.ofEpochMilli(made.epochMillis()).plus(of(tenant)).isAfter(now);
    }
}
