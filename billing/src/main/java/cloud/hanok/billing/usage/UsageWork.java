package cloud.hanok.billing.usage;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The list of tenants' hours that were written to lately. Blocks. */
public final class UsageWork {
    /** One partition of the list. */
    public static final Duration WINDOW = Duration.ofMinutes(10);

    /** Entries remembered as written, some 100 bytes each; forgetting them only writes them again. */
    private static final int MAX_REMEMBERED = 20_000;

    private static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO usage_work (written_window, tenant, hour) VALUES (?, ?, ?)");
    private static final CqlStatement LIST =
            CqlStatement.read("SELECT tenant, hour FROM usage_work WHERE written_window = ?");

    private final Keyspaces keyspaces;
    private final Clock clock;
    private final Set<Entry> written = ConcurrentHashMap.newKeySet();

    public UsageWork(Keyspaces keyspaces, Clock clock) {
        this.keyspaces = keyspaces;
        this.clock = clock;
    }

    /** A tenant's hour. */
    public record TenantHour(TenantId tenant, Instant hour) {}

    /** Notes that an hour was written to; once a window is enough. */
    public void note(TenantId tenant, Instant hour) {
        Entry entry = new Entry(window(clock.instant()), new TenantHour(tenant, hour));
        if (written.contains(entry)) {
            return;
        }
        keyspaces.platform().write(INSERT, entry.window(), tenant.text(), hour);
        if (written.size() >= MAX_REMEMBERED) {
            written.clear();
        }
        written.add(entry);
    }

    /** What was written to in the window that holds an instant. */
    public Set<TenantHour> of(Instant instant) {
        Set<TenantHour> hours = new HashSet<>();
        for (Row row : keyspaces.platform().stream(LIST, window(instant))) {
            hours.add(new TenantHour(
                    TenantId.parse(Objects.requireNonNull(row.getString(0))),
                    Objects.requireNonNull(row.getInstant(1))));
        }
        return hours;
    }

    /** Where the window begins that holds an instant. */
    public static Instant window(Instant instant) {
        long millis = WINDOW.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), millis) * millis);
    }

    private record Entry(Instant window, TenantHour hour) {}
}
