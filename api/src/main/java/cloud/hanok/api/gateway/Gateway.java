package cloud.hanok.api.gateway;

import cloud.hanok.compliance.receipt.ReceiptWriter;
import cloud.hanok.compliance.receipt.Salts;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.journal.Journal;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Clock;

/**
 * The stages of the byte path and what they share. One for the process; everything in it may be used on any event loop.
 *
 * @param settings bounds
 * @param gatewayId this gateway's lasting name
 * @param callers stage 1
 * @param kept brings what a request goes on from, before stage 3, and keeps answers, before stage 9
 * @param resolve stage 3
 * @param images brings images from elsewhere, before stage 3 is done
 * @param admit stage 4
 * @param guard stage 5
 * @param schedule stage 6
 * @param receiptWriters one for each thread, for a writer is reused and belongs to one
 * @param saltSources one for each thread
 * @param journal where OPEN and SETTLE go
 * @param unsettled keeps a SETTLE that the journal did not take
 * @param keyed knows the requests that came with an idempotency key
 * @param opened knows the requests of which the journal took an OPEN
 * @param telemetry hears how each request went
 * @param ids makes request ids
 * @param clock the time of day
 */
record Gateway(
        GatewaySettings settings,
        String gatewayId,
        CallerStage callers,
        KeptStage kept,
        ResolveStage resolve,
        ImageStage images,
        AdmitStage admit,
        GuardStage guard,
        ScheduleStage schedule,
        FastThreadLocal<ReceiptWriter> receiptWriters,
        FastThreadLocal<Salts> saltSources,
        Journal journal,
        UnsettledEntries unsettled,
        KeyedRequests keyed,
        OpenedRequests opened,
        GatewayTelemetry telemetry,
        Ulids ids,
        Clock clock) {
    /** Writes what the log will hold, for the thread that asks. */
    ReceiptWriter receipts() {
        return receiptWriters.get();
    }

    /** A new leaf's salt. */
    byte[] salt() {
        return saltSources.get().next();
    }
}
