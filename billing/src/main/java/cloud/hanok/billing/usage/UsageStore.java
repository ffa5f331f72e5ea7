package cloud.hanok.billing.usage;

import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Records usage, once. Blocks; safe for many threads.
 *
 * <p>Recording the same events again changes nothing, whether the first write was acknowledged, lost or unknown; so a
 * shipper repeats a list until it is accepted. When a call returns, every report sees its events. When it throws, some
 * may be recorded, and the whole list is to be recorded again.
 */
public final class UsageStore {
    private final UsageEvents events;
    private final UsageMarks marks;
    private final UsageMarks.Writer writer;
    private final UsageWork work;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    /**
     * @param ulids names this process among those that write
     */
    public UsageStore(Keyspaces keyspaces, Clock clock, Ulids ulids) {
        this.events = new UsageEvents(keyspaces);
        this.marks = new UsageMarks(keyspaces);
        this.writer = new UsageMarks.Writer(ulids.next().toString());
        this.work = new UsageWork(keyspaces, clock);
    }

    /**
     * Records events, of any tenants and times.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when not all were acknowledged
     */
    public void record(List<UsageEvent> usage) {
        write(usage.stream().<UsageRow>map(UsageRow.Event::new).toList());
    }

    /**
     * Records amendments, each a row of its own beside the event it names, before or after it.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when not all were acknowledged
     */
    public void amend(List<UsageAmendment> amendments) {
        write(amendments.stream().<UsageRow>map(UsageRow.Amendment::new).toList());
    }

    /**
     * What is recorded about a request of this tenant: empty when nothing is, or when it is another tenant's.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public Optional<RequestUsage> find(TenantId tenant, RequestId request) {
        List<UsageRow> rows = events.ofRequest(tenant, request);
        return rows.isEmpty() ? Optional.empty() : Optional.of(UsageRow.usageOf(rows));
    }

    private void write(List<UsageRow> rows) {
        Map<TenantMinute, List<UsageRow>> partitions = new LinkedHashMap<>();
        Map<UsageWork.TenantHour, TreeSet<Instant>> hours = new LinkedHashMap<>();
        for (UsageRow row : rows) {
            Instant minute = row.minute();
            partitions
                    .computeIfAbsent(new TenantMinute(row.attempt().tenant(), minute), p -> new ArrayList<>())
                    .add(row);
            hours.computeIfAbsent(
                            new UsageWork.TenantHour(row.attempt().tenant(), minute.truncatedTo(ChronoUnit.HOURS)),
                            h -> new TreeSet<>())
                    .add(minute);
        }
        List<Runnable> inserts = new ArrayList<>();
        partitions.forEach((partition, all) -> inserts.addAll(events.inserts(partition.tenant(), all)));
        calls.runAll(inserts);
        List<Runnable> marking = new ArrayList<>();
        hours.forEach((hour, minutes) -> marking.add(() -> {
            marks.mark(writer, hour.tenant(), hour.hour(), minutes);
            work.note(hour.tenant(), hour.hour());
        }));
        calls.runAll(marking);
    }

    private record TenantMinute(TenantId tenant, Instant minute) {}
}
