package cloud.hanok.content.file;

import cloud.hanok.platform.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How long a file is kept about whose life nothing was said: the retention; a dedicated tenant's until it is deleted, unless it is of a
 * batch.
 *
 * @param retention of files
 * @param dedicated whether a tenant is
 */
public record FileLives(Duration retention, Predicate<TenantId> dedicated) {
    /** When a file of now ends; empty when it is kept until it is deleted. */
    Optional<Instant> end(TenantId tenant, FilePurpose purpose, Optional<Duration> asked, Instant now) {
        if (asked.isPresent()) {
            return asked.map(now::plus);
        }
        boolean ofBatch = purpose == FilePurpose.BATCH || purpose == FilePurpose.BATCH_OUTPUT;
        return ofBatch || !dedicated.test(tenant) ? Optional.of(now.plus(retention)) : Optional.empty();
    }
}
