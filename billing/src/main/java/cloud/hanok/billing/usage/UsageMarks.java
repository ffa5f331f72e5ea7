package cloud.hanok.billing.usage;

import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which minutes and hours have been written to. Each process has rows of its own, so that no clock of one hides the
 * mark of another; within a process the driver's timestamps only rise. A mark is written after the event it tells of:
 * whoever sees the mark sees the event.
 */
final class UsageMarks {
    private static final CqlStatement MARK_MINUTE = CqlStatement.write(
            "INSERT INTO usage_minute_mark (tenant, hour, minute, writer, mark) VALUES (?, ?, ?, ?, ?)");
    private static final CqlStatement MARK_HOUR =
            CqlStatement.write("INSERT INTO usage_hour_mark (tenant, day, hour, writer, mark) VALUES (?, ?, ?, ?, ?)");
    private static final CqlStatement MINUTES = CqlStatement.read("SELECT minute, writer, mark FROM usage_minute_mark"
            + " WHERE tenant = ? AND hour = ? AND minute >= ? AND minute < ?");
    private static final CqlStatement HOURS = CqlStatement.read("SELECT hour, writer, mark FROM usage_hour_mark"
            + " WHERE tenant = ? AND day = ? AND hour >= ? AND hour < ?");

    private final Keyspaces keyspaces;

    UsageMarks(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /**
     * Who marks.
     *
     * @param name of this process; never used by another one, before or after
     * @param writes counts its marks
     */
    record Writer(String name, AtomicLong writes) {
        Writer(String name) {
            this(name, new AtomicLong());
        }

        long next() {
            return writes.incrementAndGet();
        }
    }

    /** Marks minutes of one hour, then the hour. */
    void mark(Writer writer, TenantId tenant, Instant hour, Collection<Instant> minutes) {
        List<BoundWrite> marks = new ArrayList<>(minutes.size());
        for (Instant minute : minutes) {
            marks.add(new BoundWrite(MARK_MINUTE, List.of(tenant.text(), hour, minute, writer.name(), writer.next())));
        }
        keyspaces.of(tenant).writeTogether(marks);
        Instant day = hour.truncatedTo(ChronoUnit.DAYS);
        keyspaces.of(tenant).write(MARK_HOUR, tenant.text(), day, hour, writer.name(), writer.next());
    }

    /** The marked minutes of an hour in [from, to), each with the digest of its marks. */
    NavigableMap<Instant, String> minutes(TenantId tenant, Instant hour, Instant from, Instant to) {
        return digests(keyspaces.of(tenant).stream(MINUTES, tenant.text(), hour, from, to));
    }

    /** The marked hours of a UTC day in [from, to), each with the digest of its marks. */
    NavigableMap<Instant, String> hours(TenantId tenant, Instant day, Instant from, Instant to) {
        return digests(keyspaces.of(tenant).stream(HOURS, tenant.text(), day, from, to));
    }

    private static NavigableMap<Instant, String> digests(Iterable<Row> rows) {
        NavigableMap<Instant, StringBuilder> marks = new TreeMap<>();
        for (Row row : rows) {
            marks.computeIfAbsent(Objects.requireNonNull(row.getInstant(0)), at -> new StringBuilder())
                    .append(row.getString(1))
                    .append('=')
                    .append(row.getLong(2))
                    .append(';');
        }
        NavigableMap<Instant, String> digests = new TreeMap<>();
        marks.forEach((at, text) -> digests.put(at, digest(text.toString())));
        return digests;
    }

    private static String digest(String marks) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(marks.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
