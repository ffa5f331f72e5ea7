package cloud.hanok.api.rooms;

import cloud.hanok.api.limits.SpendAlertMail;
import cloud.hanok.billing.alert.SpendAlertWorker;
import cloud.hanok.billing.alert.SpendAlerts;
import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.billing.invoice.InvoicePreview;
import cloud.hanok.billing.price.PriceBook;
import cloud.hanok.billing.price.PriceStore;
import cloud.hanok.billing.report.UsageReports;
import cloud.hanok.billing.usage.RecentUsage;
import cloud.hanok.billing.usage.RollupWorker;
import cloud.hanok.billing.usage.UsageLines;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.lease.Leases;
import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** How much. */
@Factory
final class BillingFactory {
    @Singleton
    PriceBook priceBook(
            Keyspaces keyspaces,
            ChangeLog changes,
            ChangeFeed feed,
            Ulids ulids,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService loads) {
        return new PriceBook(new PriceStore(keyspaces), changes, feed, ulids, clock, loads);
    }

    @Singleton
    UsageStore usageStore(Keyspaces keyspaces, Clock clock, Ulids ulids) {
        return new UsageStore(keyspaces, clock, ulids);
    }

    @Singleton
    RecentUsage recentUsage(Keyspaces keyspaces, Clock clock) {
        return new RecentUsage(keyspaces, clock);
    }

    @Singleton
    UsageProjection usageProjection(Keyspaces keyspaces, Clock clock) {
        return new UsageProjection(keyspaces, clock);
    }

    @Singleton
    UsageLines usageLines(PriceBook prices) {
        return new UsageLines(prices::read);
    }

    @Singleton
    UsageReports usageReports(UsageProjection projection, UsageLines lines) {
        return new UsageReports(projection, lines);
    }

    @Singleton
    InvoicePreview invoicePreview(UsageProjection projection, UsageLines lines, Clock clock) {
        return new InvoicePreview(projection, lines, clock);
    }

    @Singleton
    CreditLines creditLines(UsageProjection projection, Leases leases, Clock clock) {
        return new CreditLines(projection::spent, leases, clock);
    }

    @Singleton
    SpendAlerts spendAlerts(Keyspaces keyspaces, Envelopes envelopes, Ulids ulids, Clock clock) {
        return new SpendAlerts(keyspaces, envelopes, ulids, clock);
    }

    @Singleton
    SpendAlertWorker spendAlertWorker(
            Keyspaces keyspaces, Envelopes envelopes, UsageProjection projection, SpendAlertMail mail, Clock clock) {
        return new SpendAlertWorker(keyspaces, envelopes, projection, mail::isServed, mail, clock);
    }

    @Singleton
    RollupWorker rollupWorker(Keyspaces keyspaces, UsageProjection projection, Clock clock) {
        return new RollupWorker(keyspaces, projection, clock);
    }
}
