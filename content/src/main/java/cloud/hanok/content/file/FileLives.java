package cloud.hanok.content.file;

import cloud.hanok.platform.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long a file is kept: as was asked when it was made, else for the retention; a dedicated tenant's until it is deleted, unless it
 * is of a batch. Never longer than its tenant keeps files, where that is said.
 *
 * @param retention of files
 * @param owners what is known of a tenant; blocks
 */
public record FileLives(Duration retention, Function<TenantId, Owner> owners) {
    /**
     * A tenant.
     *
     * @param dedicated whether it is
     * @param most how long it keeps files, where it says so
     */
    public record Owner(boolean dedicated, Optional<Duration> most) {}

    /** For how long a tenant keeps a file about which nothing is said, and which is of no batch; empty: until it is deleted. */
    public Optional<Duration> usual(Owner owner) {
        return owner.most().or(() -> owner.dedicated() ? Optional.empty() : Optional.of(retention));
    }

    /** When a file of now ends; empty when it is kept until it is deleted. */
    Optional<Instant> end(TenantId tenant, FilePurpose purpose, Optional<Duration> asked, Instant now) {
        Owner owner = owners.apply(tenant);
        boolean ofBatch = purpose == FilePurpose.BATCH || purpose == FilePurpose.BATCH_OUTPUT;
        Optional<Duration> most = owner.most();
        Optional<Duration> life = asked.isPresent()
                ? asked.map(wanted ->
                        most.filter(each -> each.compareTo(wanted) < 0).orElse(wanted))
                : usual(ofBatch ? new Owner(false, most) : owner);
        return life.map(now::plus);
    }
}
