package cloud.hanok.compliance.audit;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.AuditEventId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.time.Seoul;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The changes made in tenants, and those made to the platform itself. Blocks.
 *
 * <p>An event is written before its change is made: no durable event, no change. It is completed afterwards; one that was
 * never completed says {@link AuditOutcome#ATTEMPTED}, and whether its change was made is then to be looked for.
 *
 * <p>What an event says of people is sealed with the tenant's key. Every method throws
 * {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not answer, and
 * {@link cloud.hanok.platform.vault.VaultUnavailableException} when a key is needed and the key store does not.
 */
public final class AuditLog {
    /** Events looked at for one page; a filter that finds less in so many is to be narrowed in time. */
    public static final int MAX_SCANNED = 20_000;

    /** A log reaches back this far at most, however early a query begins: each month is a partition to be read. */
    private static final int MAX_MONTHS = 120;

    /** In the place of a tenant, for changes of what is no tenant's. */
    private static final String PLATFORM = "platform";

    private static final String COLUMNS =
            "event, type, actor_kind, actor, project, resource, request, outcome, code, details";
    private static final CqlStatement INSERT = CqlStatement.write(
            "INSERT INTO audit_events (tenant, month, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement COMPLETE =
            CqlStatement.write("UPDATE audit_events SET resource = ?, outcome = ?, code = ?, details = ?"
                    + " WHERE tenant = ? AND month = ? AND event = ?");
    private static final CqlStatement OLDER = CqlStatement.read("SELECT " + COLUMNS
            + " FROM audit_events WHERE tenant = ? AND month = ? AND event > ? AND event < ? ORDER BY event DESC");
    private static final CqlStatement NEWER = CqlStatement.read("SELECT " + COLUMNS
            + " FROM audit_events WHERE tenant = ? AND month = ? AND event > ? AND event < ? ORDER BY event ASC");

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;
    private final Ulids ulids;
    private final Clock clock;

    public AuditLog(Keyspaces keyspaces, Envelopes envelopes, Ulids ulids, Clock clock) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
        this.ulids = ulids;
        this.clock = clock;
    }

    /** The id of an event that happens now. */
    public AuditEventId next() {
        return new AuditEventId(ulids.next());
    }

    /** Writes an event whose change may be made once this returned. */
    public void begin(AuditEvent event) {
        cql(event.tenant())
                .write(
                        INSERT,
                        partition(event.tenant()),
                        month(event),
                        event.id().text(),
                        event.type(),
                        event.actor().kind().name(),
                        event.actor().id(),
                        event.project() == null ? "" : event.project().text(),
                        event.resource(),
                        event.request(),
                        event.outcome().name(),
                        event.code(),
                        details(event));
    }

    /**
     * Says what came of an event.
     *
     * @param code why it was refused; empty when it was not
     * @param resource id of what was changed
     * @param after what became of it, as JSON; null when nothing is left, or nothing was done
     * @return the event as it stands now
     */
    public AuditEvent complete(
            AuditEvent begun, AuditOutcome outcome, String code, String resource, @Nullable String after) {
        AuditEvent ended = begun.ended(outcome, code, resource, after);
        cql(ended.tenant())
                .write(
                        COMPLETE,
                        resource,
                        outcome.name(),
                        code,
                        details(ended),
                        partition(ended.tenant()),
                        month(ended),
                        ended.id().text());
        return ended;
    }

    /**
     * A page of a log, newest first.
     *
     * @param tenant whose log; null for the platform's own
     * @throws AuditRangeException when the page would take more than {@value #MAX_SCANNED} events to be found
     */
    public AuditPage list(@Nullable TenantId tenant, AuditQuery query) {
        Bounds bounds = Bounds.of(query, clock.instant());
        List<AuditEvent> found = query.before() == null
                ? scan(tenant, query, bounds, OLDER, bounds.months().reversed())
                : scan(tenant, query, bounds, NEWER, bounds.months());
        boolean hasMore = found.size() > query.limit();
        List<AuditEvent> page = hasMore ? found.subList(0, query.limit()) : found;
        return new AuditPage(query.before() == null ? page : page.reversed(), hasMore);
    }

    private List<AuditEvent> scan(
            @Nullable TenantId tenant,
            AuditQuery query,
            Bounds bounds,
            CqlStatement statement,
            List<YearMonth> months) {
        List<AuditEvent> found = new ArrayList<>();
        int scanned = 0;
        for (YearMonth month : months) {
            Iterable<Row> rows =
                    cql(tenant).stream(statement, partition(tenant), month.toString(), bounds.above(), bounds.below());
            for (Row row : rows) {
                if (++scanned > MAX_SCANNED) {
                    throw new AuditRangeException();
                }
                AuditEvent event = event(tenant, row);
                if (query.matches(event)) {
                    found.add(event);
                    if (found.size() > query.limit()) {
                        return found;
                    }
                }
            }
        }
        return found;
    }

    private ByteBuffer details(AuditEvent event) {
        byte[] details = new AuditDetails(event.source(), event.before(), event.after()).encode();
        return ByteBuffer.wrap(envelopes.seal(keyHolder(event.tenant()), DataClass.AUDIT, place(event.id()), details));
    }

    /** Once the tenant's key is destroyed, what was done remains, and what it said of people is gone. */
    private AuditDetails details(@Nullable TenantId tenant, AuditEventId event, byte[] stored) {
        return envelopes
                .open(keyHolder(tenant), DataClass.AUDIT, place(event), stored)
                .map(AuditDetails::decode)
                .orElse(AuditDetails.ERASED);
    }

    private static TenantId keyHolder(@Nullable TenantId tenant) {
        return tenant == null ? Envelopes.PLATFORM : tenant;
    }

    private static Place place(AuditEventId event) {
        return new Place("audit_events.details", event.text(), 1);
    }

    private AuditEvent event(@Nullable TenantId tenant, Row row) {
        byte[] encoded = Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("details")));
        AuditEventId id = AuditEventId.parse(text(row, "event"));
        AuditDetails details = details(tenant, id, encoded);
        String project = text(row, "project");
        return new AuditEvent(
                id,
                tenant,
                text(row, "type"),
                new AuditActor(AuditActor.Kind.valueOf(text(row, "actor_kind")), text(row, "actor")),
                project.isEmpty() ? null : ProjectId.parse(project),
                text(row, "resource"),
                text(row, "request"),
                details.source(),
                AuditOutcome.valueOf(text(row, "outcome")),
                text(row, "code"),
                details.before(),
                details.after());
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    private Cql cql(@Nullable TenantId tenant) {
        return tenant == null ? keyspaces.platform() : keyspaces.of(tenant);
    }

    private static String partition(@Nullable TenantId tenant) {
        return tenant == null ? PLATFORM : tenant.text();
    }

    private static String month(AuditEvent event) {
        return Seoul.monthOf(event.at()).toString();
    }

    /**
     * Where to look: ids that lie strictly between these two, in these months.
     *
     * @param months oldest first
     */
    private record Bounds(String above, String below, List<YearMonth> months) {
        static Bounds of(AuditQuery query, Instant now) {
            Instant from = query.from();
            Instant until = query.until() == null ? now.plusMillis(1) : query.until();
            String above = first(from).text();
            String below = first(until).text();
            AuditEventId newest = query.after();
            AuditEventId oldest = query.before();
            if (newest != null && newest.text().compareTo(below) < 0) {
                below = newest.text();
                until = Instant.ofEpochMilli(newest.ulid().epochMillis());
            }
            if (oldest != null && oldest.text().compareTo(above) > 0) {
                above = oldest.text();
                from = Instant.ofEpochMilli(oldest.ulid().epochMillis());
            }
            List<YearMonth> months = new ArrayList<>();
            YearMonth last = Seoul.monthOf(until);
            YearMonth first = Seoul.monthOf(from);
            YearMonth earliest = last.minusMonths(MAX_MONTHS);
            for (YearMonth month = first.isBefore(earliest) ? earliest : first;
                    !month.isAfter(last);
                    month = month.plusMonths(1)) {
                months.add(month);
            }
            return new Bounds(above, below, months);
        }

        /** Below every id of that millisecond but one that nobody draws. */
        private static AuditEventId first(Instant at) {
            return new AuditEventId(new Ulid(at.toEpochMilli() << 16, 0));
        }
    }
}
