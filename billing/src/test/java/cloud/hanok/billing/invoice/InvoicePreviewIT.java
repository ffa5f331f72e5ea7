package cloud.hanok.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.BillingKeyspace;
import cloud.hanok.billing.Samples;
import cloud.hanok.billing.SettableClock;
import cloud.hanok.billing.credit.CreditDecision;
import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.billing.credit.CreditReservation;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.billing.usage.UsageAmendment;
import cloud.hanok.billing.usage.UsageEvent;
import cloud.hanok.billing.usage.UsageLine;
import cloud.hanok.billing.usage.UsageLines;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.lease.CassandraLeases;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.money.NanoWon;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InvoicePreviewIT {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    /** Midnight in Seoul. */
    private static final Instant NOVEMBER_STARTS = Instant.parse("2026-10-31T15:00:00Z");

    private static final Instant NOVEMBER_ENDS = Instant.parse("2026-11-30T15:00:00Z");

    private final Keyspaces keyspaces = BillingKeyspace.keyspaces();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-12-02T00:00:00Z"));
    private final Samples samples = new Samples(new SecureRandom().nextLong());
    private final UsageStore store = new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom()));
    private final UsageProjection projection = new UsageProjection(keyspaces, clock);
    private final InvoicePreview preview = new InvoicePreview(projection, new UsageLines(samples::find), clock);

    @Test
    void aMonthBeginsAndEndsAtMidnightInSeoulToTheMillisecond() {
        TokenPrice price = samples.prices.getFirst();
        long[] tokens = {1, 10, 100, 1_000};
        Instant[] moments = {
            NOVEMBER_STARTS.minusMillis(1), NOVEMBER_STARTS, NOVEMBER_ENDS.minusMillis(1), NOVEMBER_ENDS
        };
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < moments.length; i++) {
            events.add(event(moments[i], "m", price, new TokenUsage(tokens[i], 0, 0)));
        }
        store.record(events);

        assertThat(quantity(YearMonth.of(2026, 10))).isEqualTo(1);
        assertThat(quantity(NOVEMBER)).isEqualTo(110);
        assertThat(quantity(YearMonth.of(2026, 12))).isEqualTo(1_000);
        assertThat(preview.of(samples.tenant, NOVEMBER))
                .returns(NOVEMBER_STARTS, InvoiceDraft::periodStart)
                .returns(NOVEMBER_ENDS, InvoiceDraft::periodEnd)
                .returns(clock.instant(), InvoiceDraft::asOf);
    }

    @Test
    void aLineIsRoundedOnceAndTheTaxOfTheWholeIsRoundedDown() {
        TokenPrice price = samples.price(1_000_000, 250_000, 4_000_000);
        TokenPrice raised = samples.price(2_000_000, 250_000, 4_000_000);
        samples.add(price);
        samples.add(raised);
        store.record(List.of(
                event(NOVEMBER_STARTS, "m", price, new TokenUsage(10_000, 1_999, 5_000)),
                event(NOVEMBER_STARTS.plusSeconds(1), "m", price, new TokenUsage(9_499, 0, 0)),
                event(NOVEMBER_STARTS.plusSeconds(90_000), "m", raised, new TokenUsage(250, 0, 0))));

        InvoiceDraft draft = preview.of(samples.tenant, NOVEMBER);

        assertThat(draft.lines())
                .containsExactly(
                        line(UsageLine.Kind.INPUT, 19_499, 1_000_000, 19_499_000_000L, 19),
                        line(UsageLine.Kind.INPUT, 250, 2_000_000, 500_000_000L, 1),
                        line(UsageLine.Kind.CACHED_INPUT, 1_999, 250_000, 499_750_000L, 0),
                        line(UsageLine.Kind.OUTPUT, 5_000, 4_000_000, 20_000_000_000L, 20));
        assertThat(draft.supplyWon()).isEqualTo(40);
        assertThat(draft.vatPolicy()).isEqualTo(VatPolicy.PER_INVOICE_DOWN);
        assertThat(draft.vatWon()).isEqualTo(4);
        assertThat(draft.totalWon()).isEqualTo(44);
        assertThat(VatPolicy.PER_INVOICE_DOWN.vatWon(1_009)).isEqualTo(100);
        assertThat(InvoiceDraft.STATUS).isEqualTo("preview");
    }

    @Test
    void whatWasAskedInABatchIsALineOfItsOwnAtHalfThePrice() {
        TokenPrice price = samples.price(1_000_000_000, 0, 0);
        samples.add(price);
        samples.add(price.ofBatch());
        store.record(List.of(
                event(NOVEMBER_STARTS, "m", price, new TokenUsage(10, 0, 0)),
                event(NOVEMBER_STARTS.plusSeconds(1), "m", price.ofBatch(), new TokenUsage(10, 0, 0))));

        assertThat(preview.of(samples.tenant, NOVEMBER).lines())
                .containsExactly(
                        line(UsageLine.Kind.INPUT, 10, 1_000_000_000, 10_000_000_000L, 10),
                        new InvoiceLine(
                                "m", UsageLine.Kind.INPUT, true, 10, 500_000_000L, new NanoWon(5_000_000_000L), 5));
    }

    @Test
    void anAmendmentTakesItsOutputOffTheInvoiceAndTheCredit() throws Exception {
        TokenPrice price = samples.price(0, 0, NanoWon.PER_WON);
        samples.add(price);
        UsageEvent kept = event(NOVEMBER_STARTS.plusSeconds(5), "m", price, new TokenUsage(0, 0, 30));
        UsageEvent lost = event(NOVEMBER_STARTS.plusSeconds(6), "m", price, new TokenUsage(0, 0, 12));
        store.record(List.of(kept, lost));
        store.amend(List.of(UsageAmendment.creditOutput(lost, price, NOVEMBER_ENDS.plusSeconds(9), "gateway-0", 2)));

        assertThat(preview.of(samples.tenant, NOVEMBER).supplyWon()).isEqualTo(30);

        var leases = new Leases(
                new CassandraLeases(BillingKeyspace.keyspaces()), "gateway-0", Thread::startVirtualThread, clock);
        CreditLines lines = new CreditLines(projection::spent, leases, clock);
        var request = samples.request(NOVEMBER_ENDS.minusMillis(1));
        CreditDecision first = lines.reserve(samples.tenant, request, 100, NanoWon.ofWon(71));
        ((CreditDecision.Pending) first).known().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(lines.reserve(samples.tenant, request, 100, NanoWon.ofWon(71)))
                .isEqualTo(new CreditDecision.Refused(NanoWon.ofWon(30), 100, NanoWon.ofWon(71), SpendScope.TENANT));
        CreditDecision second = lines.reserve(samples.tenant, request, 100, NanoWon.ofWon(70));
        ((CreditDecision.Pending) second).known().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(lines.reserve(samples.tenant, request, 100, NanoWon.ofWon(70)))
                .isInstanceOf(CreditReservation.class);
    }

    @Test
    void aMonthWithoutUsageIsAnEmptyDraft() {
        assertThat(preview.of(samples.tenant, NOVEMBER))
                .returns(List.of(), InvoiceDraft::lines)
                .returns(0L, InvoiceDraft::totalWon);
    }

    private UsageEvent event(Instant at, String model, TokenPrice price, TokenUsage usage) {
        return samples.event(samples.request(at), 1, model, price, usage, Outcome.COMPLETED);
    }

    private long quantity(YearMonth month) {
        return preview.of(samples.tenant, month).lines().stream()
                .mapToLong(InvoiceLine::quantity)
                .sum();
    }

    private static InvoiceLine line(UsageLine.Kind kind, long quantity, long unit, long exact, long won) {
        return new InvoiceLine("m", kind, false, quantity, unit, new NanoWon(exact), won);
    }
}
