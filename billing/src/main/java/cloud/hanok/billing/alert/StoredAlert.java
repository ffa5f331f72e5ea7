package cloud.hanok.billing.alert;

import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.SpendAlertId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is stored, and what follows from that alone.
 *
 * @param project whose spending it is; null for the whole tenant's
 * @param channel sealed
 * @param changedAt when its threshold or its recipients were set last
 * @param told what it told last; null before it told anything
 */
record StoredAlert(
        SpendAlertId id,
        TenantId tenant,
        @Nullable ProjectId project,
        long thresholdWon,
        ByteBuffer channel,
        Instant changedAt,
        @Nullable ToldAlert told) {
    /** The scope of a tenant's own alerts, as it is stored. */
    static final String TENANT_SCOPE = "";

    static String scopeOf(@Nullable ProjectId project) {
        return project == null ? TENANT_SCOPE : project.text();
    }

    String scope() {
        return scopeOf(project);
    }

    SpendScope spendScope() {
        return project == null ? SpendScope.TENANT : SpendScope.of(project);
    }

    /**
     * Whether there is something to tell of a month, once enough is spent. Within a month only a threshold above what the last
     * mail said was spent is news; a month that was over when the alert was set is none of its business.
     */
    boolean isArmed(YearMonth month) {
        if (!changedAt.isBefore(Seoul.endOf(month))) {
            return false;
        }
        if (told == null || told.month().isBefore(month)) {
            return true;
        }
        return told.month().equals(month) && NanoWon.ofWon(thresholdWon).compareTo(told.spent()) > 0;
    }

    /** Whether this much of a month is to be told of. */
    boolean isDue(YearMonth month, NanoWon spent) {
        return isArmed(month) && spent.compareTo(NanoWon.ofWon(thresholdWon)) >= 0;
    }

    /** Whether another is set as this one is. */
    boolean isSetAs(StoredAlert other) {
        return channel.equals(other.channel) && thresholdWon == other.thresholdWon;
    }

    /** Whether it was decided to tell, and whoever decided it may have died before the mails were written. */
    boolean owesMail() {
        return told != null && !told.mailed();
    }

    StoredAlert with(ToldAlert now) {
        return new StoredAlert(id, tenant, project, thresholdWon, channel, changedAt, now);
    }
}
