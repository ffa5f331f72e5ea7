package cloud.hanok.content.file;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Deeds that are noted, by the hour in which they are due. */
final class Deeds {
    private static final CqlStatement NOTE =
            CqlStatement.write("INSERT INTO file_deeds (hour, due, tenant, subject) VALUES (?, ?, ?, ?)");
    private static final CqlStatement DONE =
            CqlStatement.write("DELETE FROM file_deeds WHERE hour = ? AND due = ? AND tenant = ? AND subject = ?");
    private static final CqlStatement DUE =
            CqlStatement.read("SELECT due, tenant, subject FROM file_deeds WHERE hour = ? AND due <= ? LIMIT 500");

    private final Keyspaces keyspaces;

    Deeds(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** The hour in which a moment is. */
    static long hour(Instant moment) {
        return moment.getEpochSecond() / Duration.ofHours(1).toSeconds();
    }

    /** Notes a deed, durably. */
    Deed note(Instant due, TenantId tenant, Deed.Subject subject) {
        // To the millisecond, as it is stored.
        var deed = new Deed(Instant.ofEpochMilli(due.toEpochMilli()), tenant, subject);
        keyspaces.platform().write(NOTE, hour(deed.due()), deed.due(), tenant.text(), subject.text());
        return deed;
    }

    /** Forgets a deed. */
    void done(Deed deed) {
        keyspaces
                .platform()
                .write(
                        DONE,
                        hour(deed.due()),
                        deed.due(),
                        deed.tenant().text(),
                        deed.subject().text());
    }

    /** Deeds of an hour that are due, the earliest first, some at a time. */
    List<Deed> due(long hour, Instant now) {
        List<Deed> deeds = new ArrayList<>();
        for (Row row : keyspaces.platform().rows(DUE, hour, now)) {
            deeds.add(new Deed(
                    Objects.requireNonNull(row.getInstant("due")),
                    TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                    Deed.Subject.parse(Objects.requireNonNull(row.getString("subject")))));
        }
        return deeds;
    }
}
